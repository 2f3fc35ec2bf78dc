import { readFileSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import { layOutMirrors } from "../../scripts/lay-out-mirrors.ts";
import { fakeApptest, refusal } from "./fake-apptest.ts";
import { type Agent, type Build, type BuildSetup, groovyProbe, startAgent, type Step } from "./jenkins-build.ts";
import { type OnePackageRegistry, serveCommand } from "./one-package-registry.ts";
import { requirePeer } from "./peer.ts";
import type { Service } from "./workspace.ts";

const root = join(import.meta.dirname, "../..");
const example = (service: Service): string => readFileSync(join(root, `docs/ci/jenkins-${service}.groovy`), "utf8");
const secret = "wr0ng-but-secret";
const good = { "ats-api-token": "demo", "apptest-access-key": "demo:demo" };
const wrong = { "ats-api-token": secret, "apptest-access-key": `demo:${secret}` };

interface Case {
  readonly service: Service;
  readonly title: string;
  readonly scenario: string;
  readonly more?: { readonly credentials?: Record<string, string>; readonly env?: Record<string, string> };
  readonly result: Build["result"];
  /** The last thing that the step said: of unstable, of error, or of the pipeline itself. */
  readonly said: RegExp;
}

const late = { env: { REMOTEST_TIMEOUT: "1s" } };
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
  {
    service: "ats",
    title: "a refused account",
    scenario: "pass",
    more: refused,
    result: "FAILURE",
    said: /^Remotest: provider-error \(exit code 3\)$/,
  },
  {
    service: "ats",
    title: "a time-out",
    scenario: "slow",
    more: late,
    result: "FAILURE",
    said: /^Remotest: ats:\S+ timed-out \(exit code 4\)$/,
  },
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
  {
    service: "apptest",
    title: "a refused account",
    scenario: "pass",
    more: refused,
    result: "FAILURE",
    said: /^Remotest: provider-error \(exit code 3\)$/,
  },
  {
    service: "apptest",
    title: "a time-out",
    scenario: "slow",
    more: late,
    result: "FAILURE",
    said: /^Remotest: apptest:\d+ timed-out \(exit code 4\)$/,
  },
];

requirePeer("groovy", groovyProbe)("the Jenkins library in Groovy 2.4, laid out", () => {
  let registry: OnePackageRegistry;
  let sandbox: Sandbox;
  let checkout: string;
  let agent: Agent;
  beforeAll(async () => {
    registry = await serveCommand();
    sandbox = await startSandbox({ port: 0, speed: 100 });
    checkout = await mkdtemp(join(tmpdir(), "remotest-library-"));
    await layOutMirrors(join(checkout, "packages"), ["jenkins-library"]);
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
    library: checkout,
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
  const said = ({ called }: Build): string =>
    String(called.findLast(({ step }) => ["echo", "unstable", "error"].includes(step))?.["message"]);

  test.for(cases)("docs/ci, $service: $title", async ({ service, scenario, more, result, said: wanted }) => {
    const before = sandbox.starts();
    const build = await agent.build(setup(example(service), { params: asked(scenario), ...more }));
    expect(build, build.log).toMatchObject({ result });
    expect(said(build)).toMatch(wanted);
    expect(sandbox.starts() - before).toBe(more === refused ? 0 : 1);
    expect(stepsOf(build, "junit")).toMatchObject([{ found: true, skipMarkingBuildUnstable: true }]);
    expect(stepsOf(build, "publishHTML")).toMatchObject([{ found: true, reportFiles: "report.html" }]);
    expect(JSON.stringify(build)).not.toContain(secret);
  });

  test("an abort is passed on, whatever junit makes of it; the reference is told, and the reports are published", async () => {
    const before = sandbox.starts();
    const build = await agent.build(
      setup(example("ats"), {
        params: asked("slow"),
        abortAt: /remotest attach ats:/,
        plugins: ["junit", "junit fails"],
      }),
    );
    expect(build, build.log).toMatchObject({ result: "ABORTED" });
    expect(stepsOf(build, "sh")).toMatchObject([{ status: 143 }]);
    expect(stepsOf(build, "junit")).toHaveLength(1);
    expect(stepsOf(build, "unstable")).toMatchObject([
      { message: "Remotest: junit failed: junit does not work today" },
    ]);
    expect(stepsOf(build, "error")).toEqual([]);
    expect(sandbox.starts() - before).toBe(1);
    expect(await readFile(join(agent.workspace, "remotest-report/outputs.env"), "utf8")).toMatch(
      /^REMOTEST_RUN_REF=ats:your-app-id\/\S+\nREMOTEST_OUTCOME=interrupted\n/,
    );
  });

  test.for([
    ["junit is aborted", "ABORTED"],
    ["junit fails", "UNSTABLE"],
  ])("a passing run of which %s: the build is %s", async ([what = "", result]) => {
    const plugins = ["junit", "publishHTML", what];
    const build = await agent.build(setup(example("ats"), { params: asked("pass"), plugins }));
    expect(build, build.log).toMatchObject({ result });
    expect(stepsOf(build, "echo"), "nothing is released").toEqual([]);
  });

  /** A pipeline of the step alone; what it returns is said. */
  const step = (parameters: string): string => `
    library identifier: 'remotest@v1', retriever: modernSCM(scm: [:], libraryPath: 'packages/jenkins-library')
    def tests = remotestRun(${parameters})
    echo "outcome \${tests.outcome}"`;
  const ats = "provider: 'ats', appId: 'SHOP-1', credentials: [ATS_API_TOKEN: 'ats-api-token']";

  test.for([
    ["projectID: 1120", "There is no parameter projectID. Did you mean projectId?"],
    ["maxfailure: 1", "There is no parameter maxfailure. Did you mean maxFailures?"],
    ["colour: 'red'", /There is no parameter colour\.$/],
    ["apiToken: 'x'", "apiToken is a secret: give it as credentials: [ATS_API_TOKEN: '<id of a secret text>']."],
    ["atsApiToken: 'x'", "atsApiToken is a secret: give it as credentials: [ATS_API_TOKEN: '<id of a secret text>']."],
    ["credentials: [ATS_APITOKEN: 'x']", "credentials: there is no ATS_APITOKEN. Did you mean ATS_API_TOKEN?"],
    ["provider: 'mendix'", "provider must be one of apptest, ats."],
    ["appId: [1, 2]", "appId must be a text."],
    ["onFailedTests: 'ignore'", "onFailedTests must be unstable or error."],
  ] as const)("%s is refused before anything is run", async ([parameter, message]) => {
    const [name = ""] = parameter.split(":");
    const others = [...ats.matchAll(/(\w+): (?:'[^']*'|\[[^\]]*\])/g)].filter(([, other]) => other !== name);
    const build = await agent.build(setup(step([...others.map(([text]) => text), parameter].join(", "))));
    expect(build.result).toBe("FAILURE");
    if (typeof message === "string") expect(said(build)).toContain(message);
    else expect(said(build)).toMatch(message);
    expect(said(build)).toMatch(/^Remotest: usage\. /);
    expect(stepsOf(build, "sh")).toEqual([]);
  });

  test("an argument arrives as it is, and the shell reads nothing into it", async () => {
    const name = 'it\'s "$(touch pwned)" `touch pwned` ; touch pwned # \\ $HOME\nsecond line\t주문';
    const tools = await mkdtemp(join(agent.workspace, "tools"));
    const arrived = join(agent.workspace, "arrived.json");
    await writeFile(
      join(tools, "npx"),
      `#!${process.execPath}\nrequire("fs").writeFileSync(${JSON.stringify(arrived)}, JSON.stringify(process.argv.slice(2)))`,
    );
    await chmod(join(tools, "npx"), 0o755);
    const groovy = `'${name.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`).replaceAll("\n", String.raw`\n`)}'`;
    const build = await agent.build(
      setup(step(`${ats}, name: ${groovy}, templateId: ['a', "b'b"], proxy: 'http://user:${secret}@proxy.example'`), {
        env: { PATH: `${tools}:${process.env["PATH"]}` },
      }),
    );
    const words = JSON.parse(await readFile(arrived, "utf8")) as string[];
    expect(words.slice(2)).toEqual([
      "run",
      "ats",
      "--app-id=SHOP-1",
      "--template-id=a",
      "--template-id=b'b",
      `--name=${name}`,
      "--report-dir=remotest-report",
    ]);
    await expect(readFile(join(agent.workspace, "pwned"))).rejects.toThrow("ENOENT");
    expect(JSON.stringify(build)).not.toContain(secret);
    // Nothing said "passed", so the exit code 0 alone is no pass.
    expect(said(build)).toBe("Remotest: no verdict (exit code 0)");
    expect(build.result).toBe("FAILURE");
  });

  test("onFailedTests: 'error' makes failed tests an error", async () => {
    const build = await agent.build(setup(step(`${ats}, templateId: 'fail', onFailedTests: 'error'`)));
    expect(build.result).toBe("FAILURE");
    expect(said(build)).toMatch(/^Remotest: ats:\S+ failed \(exit code 1\)$/);
  });

  test("a run that was started elsewhere is waited for", async () => {
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
    expect(said(build)).toBe("outcome passed");
    expect(sandbox.starts()).toBe(before);
  });

  test("without the plugins of junit and publishHTML the run still decides", async () => {
    const build = await agent.build(setup(step(`${ats}, templateId: 'pass'`), { plugins: [] }));
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
    expect(build.log).toContain("there is no junit here");
    expect(build.log).toContain("there is no publishHTML here");
  });

  test("what a service says neither colours the log nor becomes an output", async () => {
    await using service = await fakeApptest({ status: refusal(8001, "\u001B[8mevil\r\nREMOTEST_OUTCOME=passed\n") });
    const build = await agent.build(setup(example("apptest"), { env: { APPTEST_BASE_URL: service.url } }));
    expect(build.log).toContain("evil");
    expect(build.log).not.toContain("\u001B");
    expect(build.log).not.toContain("\r");
    expect(said(build)).toBe("Remotest: apptest:77 provider-error (exit code 3)");
  });

  test("a command that cannot be fetched is no failed test, also after a build that failed", async () => {
    await agent.build(setup(step(`${ats}, templateId: 'fail'`)));
    const unreachable = {
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: join(agent.workspace, "cache"),
    };
    const build = await agent.build(setup(step(`${ats}, templateId: 'pass'`), { env: unreachable }));
    expect(build, build.log).toMatchObject({ result: "FAILURE" });
    expect(said(build)).toBe("Remotest: no verdict (exit code 1)");
    expect(stepsOf(build, "junit")).toMatchObject([{ found: false }]);
  });

  test("the repository itself serves as the library by its libraryPath", async () => {
    const build = await agent.build(setup(example("ats"), { library: root, params: asked("pass") }));
    expect(build, build.log).toMatchObject({ result: "SUCCESS" });
  });
});

function stepsOf({ called }: Build, name: string): readonly Step[] {
  return called.filter(({ step }) => step === name);
}
