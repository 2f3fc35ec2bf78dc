import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { layOutMirrors } from "../../../../scripts/release/lay-out-mirrors.ts";
import { type Agent, type Build, type BuildSetup, lastMessage, startAgent, step, stepsOf } from "./build.ts";
import { requireJenkinsEngine } from "./engine.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { planWithGates, verdictsByGate } from "../../stage/plan-with-gates.ts";
import { folderWithShell } from "../../stage/shell-folder.ts";
import type { Service } from "../../stage/workspace.ts";

const root = join(import.meta.dirname, "../../../..");
const example = (service: Service): string => readFileSync(join(root, `docs/ci/jenkins-${service}.groovy`), "utf8");
const ats = "provider: 'ats', appId: 'SHOP-1', credentials: [ATS_API_TOKEN: 'ats-api-token']";
const secret = "wr0ng-but-secret";
const good = { "ats-api-token": "demo", "apptest-access-key": "demo:demo" };
const wrong = { "ats-api-token": secret, "apptest-access-key": `demo:${secret}` };

interface Case {
  readonly service: Service;
  readonly title: string;
  readonly scenario: string;
  readonly more?: { readonly credentials?: Record<string, string>; readonly env?: Record<string, string> };
  readonly result: Build["result"];
  /** The last message: of unstable, of error, or of the pipeline itself. */
  readonly said: RegExp;
}

const late = { env: { REMOTEST_TIMEOUT: "3s" } };
const refused = { credentials: wrong };
const cases: readonly Case[] = [
  { service: "ats", title: "a passing run", scenario: "pass", result: "SUCCESS", said: /^Released$/ },
  {
    service: "ats",
    title: "a failing run",
    scenario: "fail",
    result: "UNSTABLE",
    said: /^Remotest: ats:\S+ failed: 1 failed and 0 broken of 5 tests$/,
  },
  ...runsWithoutResults("ats"),
  {
    service: "apptest",
    title: "a passing run",
    scenario: "pass",
    result: "SUCCESS",
    said: /^The run apptest:\d+: 3 of 3 tests passed$/,
  },
  {
    service: "apptest",
    title: "a failing run",
    scenario: "fail",
    result: "UNSTABLE",
    said: /^The run apptest:\d+: 2 of 3 tests passed$/,
  },
  ...runsWithoutResults("apptest"),
];

/** They end in the same way for every service. */
function runsWithoutResults(service: Service): readonly Case[] {
  return [
    {
      service,
      title: "a refused account",
      scenario: "pass",
      more: refused,
      result: "FAILURE",
      said: /^Remotest: provider-error \(exit code 3\)$/,
    },
    {
      service,
      title: "a timeout",
      scenario: "slow",
      more: late,
      result: "FAILURE",
      said: new RegExp(`^Remotest: ${service}:\\S+ timed-out \\(exit code 4\\)$`),
    },
  ];
}

requireJenkinsEngine()("the Jenkins library in the engine of Jenkins, laid out", () => {
  let registry: OnePackageRegistry;
  let sandbox: Sandbox;
  let checkout: string;
  let agent: Agent;
  beforeAll(async () => {
    registry = await serveCommand();
    sandbox = await startSandbox({ port: 0, speed: 100 });
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
  });
  afterEach(() => agent[Symbol.asyncDispose]());

  const setup = (jenkinsfile: string, more: Partial<BuildSetup> = {}): BuildSetup => ({
    jenkinsfile,
    library: join(checkout, "jenkins-library"),
    credentials: good,
    ...more,
    env: {
      ...registry.env,
      APPTEST_BASE_URL: sandbox.url,
      ATS_BASE_URL: sandbox.url,
      REMOTEST_POLL_INTERVAL: "100ms",
      ...more.env,
    },
  });
  const asked = (scenario: string): Record<string, string> => ({ TEMPLATE_ID: scenario, RUN_NAME: scenario });

  test.for(cases)("docs/ci, $service: $title", async ({ service, scenario, more, result, said: wanted }) => {
    const before = sandbox.starts();
    const build = await agent.build(setup(example(service), { params: asked(scenario), ...more }));
    expect(build, build.log).toMatchObject({ result });
    expect(lastMessage(build)).toMatch(wanted);
    expect(sandbox.starts() - before).toBe(more === refused ? 0 : 1);
    expect(stepsOf(build, "junit")).toMatchObject([{ found: true, skipMarkingBuildUnstable: true }]);
    expect(stepsOf(build, "publishHTML")).toMatchObject([{ found: true, reportFiles: "report.html" }]);
    expect(JSON.stringify(build)).not.toContain(secret);
  });

  test("docs/ci, come back: one run, and no agent is held between two checks", async () => {
    const slow = await startSandbox({ port: 0, speed: 4 });
    const jenkinsfile = readFileSync(join(root, "docs/ci/jenkins-come-back.groovy"), "utf8");
    const build = await agent.build(setup(jenkinsfile, { env: { ATS_BASE_URL: slow.url } }));
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
    expect(slow.starts()).toBe(1);
    const checks = stepsOf(build, "sleep");
    expect(checks.length, build.log).toBeGreaterThan(1);
    expect(checks[0]).toMatchObject({ time: 10, unit: "MINUTES" });
    // One start, and one command for each check.
    expect(stepsOf(build, "sh")).toHaveLength(1 + checks.length);
    expect(lastMessage(build)).toMatch(/^The run ats:your-app-id\/\S+: 5 of 5 tests passed$/);
    await slow.close();
  });

  test("a run that is not finished fails the build, unless the script says that it comes back", async () => {
    const started = await agent.build(setup(step(`${ats}, templateId: 'slow', startOnly: true`)));
    expect(started, started.log).toMatchObject({ result: "SUCCESS" });
    const [ref = ""] = /ats:SHOP-1\/[\w-]+/.exec(started.log) ?? [];
    const check = `attach: '${ref}', noWait: true, credentials: [ATS_API_TOKEN: 'ats-api-token']`;
    const before = sandbox.starts();
    expect((await agent.build(setup(step(check)))).result).toBe("FAILURE");
    expect((await agent.build(setup(step(`${check}, onUnfinished: 'return'`)))).result).toBe("SUCCESS");
    expect(sandbox.starts()).toBe(before);
  });

  test("a plan is started and left, and a later step judges each of its runs by its gate", async () => {
    await writeFile(join(agent.workspace, "plan.yaml"), planWithGates(sandbox.url));
    const before = sandbox.starts();
    const credentials = "credentials: [ATS_API_TOKEN: 'ats-api-token']";
    const { result, log } = await agent.build(
      setup(`
        library identifier: 'remotest@v1', retriever: modernSCM([:])
        def started = remotestRun(config: 'plan.yaml', startOnly: true, ${credentials})
        echo "references \${started.runRef}"
        remotestRun(attach: started.runRef, ${credentials})`),
    );
    expect(log).toMatch(/^references ats:SHOP-1\/\S+ ats:SHOP-1\/\S+$/m);
    expect(result, log).toBe("UNSTABLE");
    const results = await readFile(join(agent.workspace, "remotest-report/results.json"), "utf8");
    expect(JSON.parse(results)).toMatchObject({ plan: { runs: 2 }, runs: verdictsByGate });
    expect(sandbox.starts() - before).toBe(2);
  });

  test("a start that is refused fails the build", async () => {
    const refusedStart = setup(step(`${ats}, templateId: 'pass', startOnly: true`), { credentials: wrong });
    expect((await agent.build(refusedStart)).result).toBe("FAILURE");
    const before = sandbox.starts();
    const gated = await agent.build(setup(step(`${ats}, templateId: 'pass', startOnly: true, minTests: 40`)));
    expect(gated.log).toContain("minTests is for the command that waits for the run.");
    expect([gated.result, sandbox.starts()]).toEqual(["FAILURE", before]);
  });

  // Bash replaces itself with the command, so each signal arrives twice: once passed on by npm.
  test.for(["sh", "bash"])(
    "an abort is passed on, even if junit fails; the reference is known, and the reports are published (sh is %s)",
    async (shell) => {
      const before = sandbox.starts();
      const build = await agent.build(
        setup(example("ats"), {
          params: asked("slow"),
          env: { PATH: `${await folderWithShell(shell)}:${process.env["PATH"]}` },
          abortAt: /remotest attach ats:/,
          plugins: ["junit", "junit fails", "publishHTML"],
        }),
      );
      expect(build, build.log).toMatchObject({ result: "ABORTED" });
      expect(stepsOf(build, "sh")).toMatchObject([{ status: 143 }]);
      expect(stepsOf(build, "junit")).toMatchObject([{ found: true }]);
      expect(stepsOf(build, "publishHTML")).toMatchObject([{ found: true }]);
      expect(stepsOf(build, "unstable")).toMatchObject([
        { message: "Remotest: junit failed: junit does not work today" },
      ]);
      expect(stepsOf(build, "error")).toEqual([]);
      expect(sandbox.starts() - before).toBe(1);
      expect(await readFile(join(agent.workspace, "remotest-report/outputs.env"), "utf8")).toMatch(
        /^REMOTEST_RUN_REF=ats:your-app-id\/\S+\nREMOTEST_OUTCOME=interrupted\n/,
      );
    },
  );

  test.for([
    "the agent is lost after sh",
    "fileExists fails",
    "fileExists breaks",
    "junit is aborted",
    "junit breaks",
    "archiveArtifacts is aborted",
    "publishHTML breaks",
  ])("an abort stays an abort if %s", async (what) => {
    const build = await agent.build(
      setup(example("ats"), {
        params: asked("slow"),
        abortAt: /remotest attach ats:/,
        plugins: ["junit", "publishHTML", what],
      }),
    );
    expect(build, build.log).toMatchObject({ result: "ABORTED", failure: "aborted in sh" });
    expect(stepsOf(build, "error")).toEqual([]);
    expect(JSON.stringify(build.called)).toMatch(/Remotest: (?:the reports were not published|\w+ failed): /);
  });

  test.for([
    ["junit is aborted", "ABORTED"],
    ["junit fails", "UNSTABLE"],
  ])("a passing run whose %s: the build is %s", async ([what = "", result]) => {
    const plugins = ["junit", "publishHTML", what];
    const build = await agent.build(setup(example("ats"), { params: asked("pass"), plugins }));
    expect(build, build.log).toMatchObject({ result });
    expect(stepsOf(build, "echo"), "nothing is released").toEqual([]);
  });

  test("onFailedTests: 'error' makes failed tests an error", async () => {
    const build = await agent.build(setup(step(`${ats}, templateId: 'fail', onFailedTests: 'error'`)));
    expect(build.result).toBe("FAILURE");
    expect(lastMessage(build)).toMatch(/^Remotest: ats:\S+ failed \(exit code 1\)$/);
  });

  test("the build waits for a run that was started elsewhere", async () => {
    const first = await agent.build(setup(step(`${ats}, templateId: 'pass'`)));
    const [, reference] = /remotest attach (ats:\S+)/.exec(first.log) ?? [];
    const before = sandbox.starts();
    const build = await agent.build(
      setup(
        step(
          `attach: '${reference}', credentials: [string(credentialsId: 'ats-api-token', variable: 'ATS_API_TOKEN')]`,
        ),
      ),
    );
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
    expect(lastMessage(build)).toBe("outcome passed");
    expect(sandbox.starts()).toBe(before);
  });

  test("without the plugins for junit and publishHTML, the run still decides", async () => {
    const build = await agent.build(setup(step(`${ats}, templateId: 'pass'`), { plugins: [] }));
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
    expect(build.log).toContain("junit is not available");
    expect(build.log).toContain("publishHTML is not available");
  });

  test("a command that cannot be fetched does not count as failed tests, even after a failed build", async () => {
    await agent.build(setup(step(`${ats}, templateId: 'fail'`)));
    const unreachable = {
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: join(agent.workspace, "cache"),
    };
    const build = await agent.build(setup(step(`${ats}, templateId: 'pass'`), { env: unreachable }));
    expect(build, build.log).toMatchObject({ result: "FAILURE" });
    expect(lastMessage(build)).toBe("Remotest: no verdict (exit code 1)");
    expect(stepsOf(build, "junit")).toMatchObject([{ found: false }]);
  });

  test("the repository itself serves as the library by its libraryPath", async () => {
    const withPath = example("ats").replace(
      /modernSCM\(.*?\n\)/s,
      "modernSCM(scm: [:], libraryPath: 'packages/jenkins-library')",
    );
    const build = await agent.build(setup(withPath, { library: root, params: asked("pass") }));
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
  });
});
