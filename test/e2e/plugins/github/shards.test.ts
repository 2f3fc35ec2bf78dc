import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { essence, wholeReport, writePlan } from "../../stage/sharded-plan.ts";
import { requirePeer } from "../../stage/peer.ts";
import { act, openAct, type PushExample } from "./act.ts";

requirePeer("act", [act, "--version"])("docs/ci/github-shards.yml, as act runs it", () => {
  let sandbox: Sandbox;
  let registry: OnePackageRegistry;
  let place: string;
  let push: PushExample;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 150 });
    registry = await serveCommand();
    place = await mkdtemp(join(tmpdir(), "remotest-act-shards-"));
    push = await openAct(place);
  });
  afterAll(async () => {
    await sandbox.close();
    await registry[Symbol.asyncDispose]();
    await rm(place, { recursive: true, force: true });
  });

  it("starts each run once in a matrix of four jobs, and its last job reports what a single process does", async () => {
    const before = sandbox.starts();
    const store = join(place, "artifacts");
    const { code, log } = await push("github-shards.yml", {
      subject: "shards",
      prepare: writePlan,
      env: { ATS_BASE_URL: sandbox.url, ARTIFACT_STORE: store, ...registry.env },
      secrets: { ATS_API_TOKEN: "demo" },
    });
    expect(code, log).not.toBe(0);
    expect(sandbox.starts() - before, log).toBe(8);
    expect((await readdir(store)).toSorted()).toEqual([
      "remotest-report",
      ...[1, 2, 3, 4].map((number) => `shard-${number}-of-4`),
    ]);
    const merged = await readFile(join(store, "remotest-report/results.json"), "utf8");
    expect(essence(merged)).toEqual(await wholeReport(sandbox.url));
    const shard = JSON.parse(await readFile(join(store, "shard-2-of-4/results.json"), "utf8")) as object;
    expect(shard).toMatchObject({
      plan: { shard: { number: 2, of: 4 }, build: expect.stringMatching(/^GitHub \d+$/) },
    });
    // act shows the summary of each step.
    expect(log).toMatch(/Summary - ## ❌/);
  });
});
