import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { fakeApptest, refusal } from "../stage/fake-apptest.ts";
import { fakeAts } from "../stage/fake-ats.ts";
import { oldestNode } from "../stage/oldest-node.ts";
import { proxy } from "../stage/proxy.ts";
import { openWorkspace, runArgs, services } from "../stage/workspace.ts";

const node20 = oldestNode();

describe("the built command on the oldest Node", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 150 });
  });
  afterAll(() => sandbox.close());

  it.each(services)("brings %s to its verdict", async (service) => {
    await using space = await openWorkspace(sandbox.url);
    for (const [name, code] of [
      ["pass", 0],
      ["fail", 1],
      ["lost-answer", 5],
    ] as const) {
      const ended = await space.remotest(runArgs(service, name), { node: node20 });
      expect(ended.code, ended.stderr).toBe(code);
      expect(await space.report("report.html")).toContain("<html");
    }
  });

  it.each(services)("reaches %s through a proxy, and starts one run", async (service) => {
    await using fake = await (service === "apptest" ? fakeApptest() : fakeAts());
    await using via = await proxy("robot:secret");
    await using space = await openWorkspace(fake.url);
    const args = runArgs(service, "any", "--proxy", `http://robot:secret@127.0.0.1:${via.port}`);
    const { code, stderr } = await space.remotest(args, { node: node20 });
    expect(code, stderr).toBe(0);
    expect(fake.calls).toEqual({ start: 1, status: 1, result: 1 });
    expect(via.requests).toHaveLength(3);
  });

  it("hides several secrets that contain the same special characters", async () => {
    const [id, password] = ["me%1&\\x", "p%2&\\x"];
    await using fake = await fakeApptest({ status: refusal(4031, `No ${id} with ${password}.`) });
    await using space = await openWorkspace(fake.url);
    const env = { APPTEST_LOGIN_ID: id, APPTEST_LOGIN_PW: password };
    const { code, stderr } = await space.remotest(runArgs("apptest", "any"), { node: node20, env });
    expect(code, stderr).toBe(3);
    expect(stderr).toContain("No *** with ***.");
    expect(await space.ledger()).toMatchObject([{ ref: "apptest:77" }]);
  });

  it("prints its version and its help", async () => {
    await using space = await openWorkspace(sandbox.url);
    for (const args of [["--version"], ["--help"], ["providers"]]) {
      const { code, stderr } = await space.remotest(args, { node: node20 });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    }
  });
});

// The expressions that find secrets are made when a command runs, so no compiler says that an old Node refuses one.
test("the unit tests of what removes secrets pass on the oldest Node", async () => {
  const root = join(import.meta.dirname, "../../..");
  const folder = await mkdtemp(join(tmpdir(), "remotest-oldest-node-"));
  const found = join(folder, "tests.json");
  const files = ["redactor", "echoed", "between"].map((name) => `packages/http/src/${name}`);
  const chosen = [...files, "packages/remotest/src/secrets/redacted-text"];
  const reported = ["--reporter=json", `--outputFile=${found}`];
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project=unit", ...reported, ...chosen];
  await promisify(execFile)(node20, args, { cwd: root });
  const { success, numPassedTests } = JSON.parse(await readFile(found, "utf8")) as Record<string, unknown>;
  expect({ success }).toEqual({ success: true });
  expect(numPassedTests).toBeGreaterThan(100);
  await rm(folder, { recursive: true });
});
