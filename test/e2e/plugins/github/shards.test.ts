import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  gitHubToken,
  type GitHubServer,
  startGitHub,
} from "../../../../packages/remotest/src/code-host/github-server.fixture.ts";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { essence, manyRuns, wholeReport, writePlan } from "../../stage/sharded-plan.ts";
import { requirePeer } from "../../stage/peer.ts";
import { statesOf } from "../../../../packages/remotest/src/code-host/code-host.fixture.ts";
import { act, openAct, type PushExample } from "./act.ts";

requirePeer("act", [act, "--version"])("docs/ci/github-shards.yml, as act runs it", () => {
  let sandbox: Sandbox;
  let registry: OnePackageRegistry;
  let place: string;
  let push: PushExample;
  let host: GitHubServer;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 150 });
    registry = await serveCommand();
    place = await mkdtemp(join(tmpdir(), "remotest-act-shards-"));
    push = await openAct(place);
    host = await startGitHub();
    // The commit of the push is the head of a pull request.
    const commit = (): string => [...host.statuses.keys()][0]?.split(" ")[0] ?? "";
    Object.defineProperty(host, "head", { get: commit });
  });
  afterAll(async () => {
    expect(host.violations).toEqual([]);
    await host[Symbol.asyncDispose]();
    await sandbox.close();
    await registry[Symbol.asyncDispose]();
    await rm(place, { recursive: true, force: true });
  });

  it("starts each of 500 runs once in a matrix of four jobs, and its last job reports what a single process does", {
    timeout: 300_000,
  }, async () => {
    const before = sandbox.starts();
    const store = join(place, "artifacts");
    const { code, log } = await push("github-shards.yml", {
      subject: "shards",
      prepare: (repository) => writePlan(repository, manyRuns),
      env: { ATS_BASE_URL: sandbox.url, ARTIFACT_STORE: store, GITHUB_API_URL: host.url, ...registry.env },
      secrets: { ATS_API_TOKEN: "demo", GITHUB_TOKEN: gitHubToken },
    });
    expect(code, log).not.toBe(0);
    expect(sandbox.starts() - before, log).toBe(manyRuns);
    expect((await readdir(store)).toSorted()).toEqual([
      "remotest-report",
      ...[1, 2, 3, 4].map((number) => `shard-${number}-of-4`),
    ]);
    const merged = await readFile(join(store, "remotest-report/results.json"), "utf8");
    expect(essence(merged)).toEqual(await wholeReport(sandbox.url, manyRuns));
    const shard = JSON.parse(await readFile(join(store, "shard-2-of-4/results.json"), "utf8")) as object;
    expect(shard).toMatchObject({
      plan: { shard: { number: 2, of: 4 }, build: expect.stringMatching(/^GitHub \d+$/) },
    });
    // act shows the summary of each step.
    expect(log).toMatch(/Summary - ## ❌/);
    // Three shards passed, and none of them said so of the commit.
    expect(host.statuses.size, log).toBe(1);
    expect([...host.statuses.values()]).toMatchObject([{ context: "Remote tests", state: "failure" }]);
    const states = statesOf(host);
    expect(states.filter((state) => state === "pending")).toHaveLength(4);
    expect(states.toSorted()).toEqual(["failure", "failure", ...states.filter((state) => state === "pending")]);
    expect(states.at(-1)).toBe("failure");
    expect(host.comments).toMatchObject([{ body: expect.stringContaining("## ❌ Failed") as string }]);
    expect(host.comments[0]?.body).toContain(`### Runs (${manyRuns})`);
  });
});
