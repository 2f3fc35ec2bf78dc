import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { type Agent, type Build, type BuildSetup, lastMessage, startAgent, stepsOf } from "./build.ts";
import { requireJenkinsEngine } from "./engine.ts";

const root = join(import.meta.dirname, "../../../..");
const waiting = /remotest attach ats:/;

requireJenkinsEngine()("Jenkins restarts", () => {
  let registry: OnePackageRegistry;
  let sandbox: Sandbox;
  let agent: Agent;
  beforeAll(async () => {
    registry = await serveCommand();
    sandbox = await startSandbox({ port: 0, speed: 100 });
  });
  afterAll(async () => {
    await sandbox.close();
    await registry[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    agent = await startAgent();
  });
  afterEach(() => agent[Symbol.asyncDispose]());

  const build = (template: string, more: Partial<BuildSetup>): Promise<Build> =>
    agent.build({
      jenkinsfile: readFileSync(join(root, "docs/ci/jenkins-ats.groovy"), "utf8"),
      library: join(root, "packages/jenkins-library"),
      credentials: { "ats-api-token": "demo" },
      params: { TEMPLATE_ID: template },
      env: { ...registry.env, ATS_BASE_URL: sandbox.url, REMOTEST_POLL_INTERVAL: "100ms" },
      ...more,
    });

  test.for([
    ["pass", "SUCCESS", /^Released$/],
    ["fail", "UNSTABLE", /^Remotest: ats:\S+ failed: 1 failed and 0 broken of 5 tests$/],
  ] as const)(
    "during the wait for a run that will %s: the build collects its results",
    async ([template, result, said]) => {
      const before = sandbox.starts();
      const ended = await build(template, { restartAt: waiting });
      expect(ended, ended.log).toMatchObject({ result });
      expect(lastMessage(ended)).toMatch(said);
      expect(sandbox.starts() - before, "runs that were started").toBe(1);
      expect(stepsOf(ended, "junit")).toMatchObject([{ found: true }]);
    },
  );

  test("during the wait, and is then told to abort: the command is interrupted, and its reports are published", async () => {
    const ended = await build("slow", { restartAt: waiting, abortAt: waiting });
    expect(ended, ended.log).toMatchObject({ result: "ABORTED", failure: "aborted in sh" });
    expect(stepsOf(ended, "sh")).toMatchObject([{ status: 143 }]);
    expect(stepsOf(ended, "junit")).toMatchObject([{ found: true }]);
    expect(await readFile(join(agent.workspace, "remotest-report/outputs.env"), "utf8")).toContain(
      "\nREMOTEST_OUTCOME=interrupted\n",
    );
  });

  test("the program is saved and loaded again at each step", async () => {
    const ended = await build("pass", {});
    // Beside the steps that are recorded: credentials, three times fileExists, and readFile.
    expect(ended.saved, ended.log).toBe(ended.called.length + 5);
  });

  test("a program that cannot be saved ends the build, as in Jenkins", async () => {
    const ended = await build("pass", {
      jenkinsfile: "def matcher = 'x' =~ /x/\necho 'saved?'\necho matcher.toString()",
    });
    expect(ended).toMatchObject({
      result: "FAILURE",
      failure: "java.io.NotSerializableException: java.util.regex.Matcher",
      called: [],
    });
  });
});
