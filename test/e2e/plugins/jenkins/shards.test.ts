import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { layOutMirrors } from "../../../../scripts/release/lay-out-mirrors.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { essence, wholeReport, writePlan } from "../../stage/sharded-plan.ts";
import { type Agent, lastMessage, startAgent, stepsOf } from "./build.ts";
import { requireJenkinsEngine } from "./engine.ts";

const example = readFileSync(join(import.meta.dirname, "../../../../docs/ci/jenkins-shards.groovy"), "utf8");

requireJenkinsEngine()("docs/ci/jenkins-shards.groovy in the engine of Jenkins", () => {
  let registry: OnePackageRegistry;
  let sandbox: Sandbox;
  let checkout: string;
  let agent: Agent;
  beforeAll(async () => {
    registry = await serveCommand();
    sandbox = await startSandbox({ port: 0, speed: 150 });
    checkout = await mkdtemp(join(tmpdir(), "remotest-library-"));
    await layOutMirrors(checkout, ["jenkins-library"]);
  });
  afterAll(async () => {
    await sandbox.close();
    await registry[Symbol.asyncDispose]();
    await rm(checkout, { recursive: true, force: true });
  });
  beforeEach(async () => {
    agent = await startAgent();
    await writePlan(agent.workspace);
  });
  afterEach(() => agent[Symbol.asyncDispose]());
  const build = (jenkinsfile: string): ReturnType<Agent["build"]> =>
    agent.build({
      jenkinsfile,
      library: join(checkout, "jenkins-library"),
      credentials: { "ats-api-token": "demo" },
      env: { ...registry.env, ATS_BASE_URL: sandbox.url, JENKINS_URL: "https://ci", BUILD_TAG: "jenkins-shop-41" },
    });

  test("starts each run once in four branches, and the last part reports what a single process does", async () => {
    const before = sandbox.starts();
    const ended = await build(example);
    expect(sandbox.starts() - before, ended.log).toBe(8);
    expect(ended, ended.log).toMatchObject({ result: "UNSTABLE" });
    expect(stepsOf(ended, "stash").map(({ name }) => name)).toEqual(["shard-1", "shard-2", "shard-3", "shard-4"]);
    expect(lastMessage(ended)).toBe("Remotest: tests failed");
    const merged = await readFile(join(agent.workspace, "remotest-report/results.json"), "utf8");
    expect(essence(merged)).toEqual(await wholeReport(sandbox.url));
    const shard = await readFile(join(agent.workspace, "shard-2/results.json"), "utf8");
    expect(JSON.parse(shard)).toMatchObject({
      plan: { shard: { number: 2, of: 4 }, build: "Jenkins jenkins-shop-41" },
    });
  });

  test("a merge that cannot be run is not a verdict on the tests, even beside the report of an earlier build", async () => {
    await mkdir(join(agent.workspace, "remotest-report"));
    await writeFile(join(agent.workspace, "remotest-report/results.json"), "{}");
    const ended = await build(example.replace("npx --yes remotest@1 merge", "false"));
    expect(ended, ended.log).toMatchObject({ result: "FAILURE" });
    expect(lastMessage(ended)).toBe("Remotest: no pass (exit code 1)");
  });

  test("a shard that never ran is missing in the one report, and the others are in it", async () => {
    const before = sandbox.starts();
    const ended = await build(
      example.replace("try {\n                remotestRun", "if (leg.shard == '3/4') error 'no agent'\n            $&"),
    );
    expect(ended, ended.log).toMatchObject({ result: "FAILURE" });
    const merged = JSON.parse(await readFile(join(agent.workspace, "remotest-report/results.json"), "utf8")) as {
      readonly runs: readonly unknown[];
    };
    // And one row for the shard that is missing.
    expect(merged.runs).toHaveLength(sandbox.starts() - before + 1);
    expect(lastMessage(ended)).toMatch(/^Remotest: no pass \(exit code [2-5]\)$/);
  });

  test("without shards, each run is a branch with its name, whatever the name contains", async () => {
    const { log, called } = await build(`
      library identifier: 'remotest@v1', retriever: modernSCM([:])
      Map legs = remotestPlan()
      List names = legs.keySet().toList()
      for (int at = 0; at < names.size(); at++) echo "\${names[at]}: \${legs[names[at]].shard}"`);
    const said = called.filter(({ step }) => step === "echo").map(({ message }) => String(message));
    expect(said, log).toHaveLength(8);
    const names = said.map((text) => text.replace(/: \d\/8$/, ""));
    const { runs } = await wholeReport(sandbox.url);
    expect(names.toSorted()).toEqual(runs.map(({ name }) => name).toSorted());
    expect(existsSync(join(agent.workspace, "remotest-report"))).toBe(false);
  });

  test("parameters that are not valid are refused before anything runs", async () => {
    const refused = [
      ["shards: ''", "shards is set but empty"],
      ["run: ' '", "run is set but empty"],
      ["sharts: 4", "sharts is not a parameter: it must be one of config, run, shards, history, historyDir."],
      ["config: [1]", "config must be a text."],
    ] as const;
    const calls = refused.map(([given]) => `try { remotestPlan(${given}) } catch (hudson.AbortException refused) {}`);
    const { called } = await build(
      ["library identifier: 'remotest@v1', retriever: modernSCM([:])", ...calls].join("\n"),
    );
    expect(called.slice(1)).toEqual(
      refused.map(([, says]) => ({ step: "error", message: expect.stringContaining(says) as string })),
    );
  });
});
