import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { until } from "../../stage/command.ts";
import { type ComponentProject, type Pipeline, releaseComponent, type UserProject, userProject } from "./pipeline.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { requirePeer } from "../../stage/peer.ts";
import { account, type Service } from "../../stage/workspace.ts";

const example = (service: Service): string =>
  readFileSync(join(import.meta.dirname, `../../../../docs/ci/gitlab-${service}.yml`), "utf8");
const template = join(import.meta.dirname, "../../../../packages/gitlab-component/templates/run/template.yml");
const secret = "wr0ng-but-secret";

/** The expected result of an example; `variables` are the project's CI/CD settings, which take precedence over inputs. */
interface Case {
  readonly service: Service;
  readonly title: string;
  readonly variables: Readonly<Record<string, string>>;
  /** GitLab's result of the job, with its exit code. */
  readonly job: RegExp;
  /** The outputs that the next job receives. */
  readonly told: RegExp;
}

const passed = / PASS {2}remotest/;
const cases: readonly Case[] = [
  {
    service: "ats",
    title: "a passing run",
    variables: { ATS_TEMPLATE_ID: "pass" },
    job: passed,
    told: /^ats:your-app-id\/\S+ ended as passed with 0 failed of 5/,
  },
  {
    service: "ats",
    title: "a failing run, about which the example only warns",
    variables: { ATS_TEMPLATE_ID: "fail" },
    job: /remotest +finished in .* WARN 1/,
    told: /^ats:your-app-id\/\S+ ended as failed with 1 failed of 5/,
  },
  {
    service: "ats",
    title: "a refused account",
    variables: { ATS_API_TOKEN: secret },
    job: /remotest +finished in .* FAIL 3/,
    told: /^ ended as provider-error with 0 failed of 0/,
  },
  {
    service: "ats",
    title: "a timeout",
    variables: { ATS_TEMPLATE_ID: "slow", REMOTEST_TIMEOUT: "1s" },
    job: /remotest +finished in .* FAIL 4/,
    told: /^ats:your-app-id\/\S+ ended as timed-out with 0 failed of 0/,
  },
  {
    service: "apptest",
    title: "a passing run",
    variables: { REMOTEST_NAME: "pass" },
    job: passed,
    told: /^apptest:\d+ ended as passed with 0 failed of 3/,
  },
  {
    service: "apptest",
    title: "a failing run",
    variables: { REMOTEST_NAME: "fail" },
    job: /remotest +finished in .* FAIL 1/,
    told: /^apptest:\d+ ended as failed with 1 failed of 3/,
  },
  {
    service: "apptest",
    title: "a refused account",
    variables: { APPTEST_ACCESS_KEY: `demo:${secret}` },
    job: /remotest +finished in .* FAIL 3/,
    told: /^ ended as provider-error with 0 failed of 0/,
  },
  {
    service: "apptest",
    title: "a timeout",
    variables: { REMOTEST_NAME: "slow", REMOTEST_TIMEOUT: "1s" },
    job: /remotest +finished in .* FAIL 4/,
    told: /^apptest:\d+ ended as timed-out with 0 failed of 0/,
  },
];

requirePeer("rsync", ["rsync", "--version"])("docs/ci in gitlab-ci-local, with the released component", () => {
  let registry: OnePackageRegistry;
  let component: ComponentProject;
  let sandbox: Sandbox;
  beforeAll(async () => {
    registry = await serveCommand();
    component = await releaseComponent("1.0.0");
    sandbox = await startSandbox({ port: 0, speed: 100 });
  });
  afterAll(async () => {
    await sandbox.close();
    await component[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });
  const project = (service: Service): ReturnType<typeof userProject> =>
    userProject(example(service), { ...component.env, ...registry.env });
  const settings = (service: Service): Record<string, string> => {
    const {
      APPTEST_USER_ID: _user,
      APPTEST_ACCESS_KEY: _key,
      ATS_API_TOKEN: _token,
      ...address
    } = account(sandbox.url);
    const key = service === "ats" ? { ATS_API_TOKEN: "demo" } : { APPTEST_ACCESS_KEY: "demo:demo" };
    return { ...address, ...key, REMOTEST_POLL_INTERVAL: "100ms" };
  };

  test.for(cases)("$service: $title", async ({ service, variables, job, told }) => {
    await using shop = await project(service);
    const before = sandbox.starts();
    const { log } = await shop.pipeline({ ...settings(service), ...variables });
    expect(log).toMatch(job);
    expect(runSentence(log), log).toMatch(told);
    expect(log).not.toContain(secret);
    const isStarted = !Object.values(variables).some((value) => value.includes(secret));
    expect(sandbox.starts() - before).toBe(isStarted ? 1 : 0);
    // Every report reaches the next job as an artifact, with every result.
    expect(await shop.fileOf("tell-the-team", "remotest-report/junit.xml")).toContain("<testsuites");
    expect(existsSync(join(shop.path, ".gitlab-ci-local/builds/tell-the-team/remotest-report/report.html"))).toBe(true);
  });

  test("the cache keeps how earlier pipelines ended, even if tests failed", async () => {
    await using shop = await project("apptest");
    const variables = { ...settings("apptest"), REMOTEST_NAME: "fail" };
    const first = await shop.pipeline(variables);
    expect(first.log).toContain("No earlier report yet");
    const second = await shop.pipeline(variables);
    expect(second.log).not.toContain("No earlier report yet");
    expect(await shop.fileOf("tell-the-team", "remotest-report/summary.md")).toMatch(/\(2 reports\)/);
  });

  test("a cancelled pipeline has passed on the reference, and the run continues", async () => {
    await using shop = await project("ats");
    const before = sandbox.starts();
    const variables = { ...settings("ats"), ATS_TEMPLATE_ID: "slow" };
    const { code, log } = await shop.cancelledPipeline(variables, /remotest attach ats:/);
    expect(code).not.toBe(0);
    const [, reference = ""] = /remotest attach (ats:\S+)/.exec(log) ?? [];
    await until(
      async () => (await shop.fileOf("remotest", "remotest-report/outputs.env")).includes(reference),
      "the outputs name the run",
    );
    expect(sandbox.starts() - before).toBe(1);
  });

  /** Starts the job's script as the runner does. */
  const startScript = (folder: string, shell: string, more: Readonly<Record<string, string>>): ChildProcess => {
    const [, job] = parseAllDocuments(readFileSync(template, "utf8")).map((each) => each.toJS() as unknown);
    const [{ script } = { script: [] }] = Object.values(job as Record<string, { readonly script: readonly string[] }>);
    const own = { REMOTEST_COMPONENT_PROVIDER: "ats", REMOTEST_COMPONENT_REPORT_DIR: "reports", ATS_APP_ID: "SHOP-1" };
    return spawn(shell, ["-e", "-c", script.join("\n")], {
      cwd: folder,
      env: { PATH: process.env["PATH"], ...registry.env, ...settings("ats"), ...own, ...more },
      // As the runner does, so that a signal reaches the whole group.
      detached: true,
    });
  };

  test("the job waits for runs that were started elsewhere, with each word unchanged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    await once(startScript(folder, "sh", { ATS_TEMPLATE_ID: "pass" }), "close");
    const outputs = readFileSync(join(folder, "reports/outputs.env"), "utf8");
    const [, reference = ""] = /^REMOTEST_RUN_REF=(\S+)$/m.exec(outputs) ?? [];
    const before = sandbox.starts();
    const attached = startScript(folder, "sh", { REMOTEST_COMPONENT_ATTACH: `${reference} ${reference}*` });
    const said: string[] = [];
    attached.stderr?.on("data", (text: Buffer) => said.push(text.toString("utf8")));
    await once(attached, "close");
    expect(said.join("")).toContain(`${reference}*`);
    // In the same directory the reference that does not exist would remain part of the verdict.
    await rm(join(folder, "reports"), { recursive: true });
    const [code] = (await once(startScript(folder, "sh", { REMOTEST_COMPONENT_ATTACH: reference }), "close")) as [
      number,
    ];
    expect(code).toBe(0);
    expect(sandbox.starts()).toBe(before);
    await rm(folder, { recursive: true });
  });

  // Some shells replace themselves with the command. Then each signal arrives twice: from the runner and from npm.
  test.for([
    ["bash", "sh"],
    ["sh", "sh"],
    ["bash", "bash"],
  ] as const)(
    "the runner's SIGTERM reaches the command, and the job ends with its reports (%s, npm with %s)",
    async ([shell, npmShell]) => {
      const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
      const child = startScript(folder, shell, { ATS_TEMPLATE_ID: "slow", npm_config_script_shell: npmShell });
      let log = "";
      child.stderr?.on("data", (text: Buffer) => (log += text.toString("utf8")));
      await until(() => log.includes("remotest attach"), "the run is started");
      process.kill(-(child.pid ?? Number.NaN), "SIGTERM");
      const [code] = (await once(child, "exit")) as [number | null];
      const left = readdirSync(join(folder, "reports"));
      expect(code, log).toBe(143);
      expect(left).toEqual(expect.arrayContaining(["junit.xml", "report.html", "outputs.env"]));
      expect(log).toMatch(/may still be running at the service[^]*remotest attach ats:SHOP-1\//);
      expect(readFileSync(join(folder, "reports/outputs.env"), "utf8")).toMatch(
        /^REMOTEST_RUN_REF=ats:SHOP-1\/\S+\nREMOTEST_OUTCOME=interrupted\n/,
      );
      await rm(folder, { recursive: true });
    },
  );

  test("a command that cannot be fetched does not count as failed tests, even if those are forgiven", async () => {
    await using shop = await userProject(example("ats"), {
      ...component.env,
      ...registry.env,
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: "/nowhere/to/be/found",
    });
    const { log }: Pipeline = await shop.pipeline(settings("ats"));
    expect(log).toMatch(/remotest +finished in .* FAIL 3/);
    expect(log).toContain("The command could not be run");
  });

  test("if the command cannot be fetched, an earlier pass moves to previous/, where it is neither published nor merged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    const wanted = { ATS_TEMPLATE_ID: "pass" };
    await once(startScript(folder, "sh", wanted), "close");
    expect(readdirSync(join(folder, "reports"))).toContain("results.json");
    const unreachable = { npm_config_registry: "http://127.0.0.1:9/", npm_config_cache: "/nowhere/to/be/found" };
    const [code] = (await once(startScript(folder, "sh", { ...wanted, ...unreachable }), "close")) as [number];
    expect(code).toBe(3);
    // Only what --resume reads stays, and what the service had returned.
    expect(readdirSync(join(folder, "reports")).toSorted()).toEqual(["previous", "provider", "run.json"]);
    expect(readFileSync(join(folder, "reports/previous/outputs.env"), "utf8")).toContain("REMOTEST_OUTCOME=passed\n");
    await rm(folder, { recursive: true });
  });

  test.for([
    [{ REMOTEST_COMPONENT_ATTACH: "--help" }, "attach must not be an option; got --help."],
    [{ REMOTEST_COMPONENT_ATTACH: "ats:SHOP-1/J-1 --help" }, "attach must not be an option; got --help."],
    [
      { REMOTEST_COMPONENT_ATTACH: "too-long-see-run.json" },
      "attach must be a run reference such as apptest:251929; got too-long-see-run.json",
    ],
    [{ REMOTEST_COMPONENT_ATTACH: "*" }, "attach must be a run reference such as apptest:251929; got *"],
    [
      { REMOTEST_COMPONENT_ATTACH: "$REMOTEST_RUN_REF" },
      "attach must be a run reference such as apptest:251929; got $REMOTEST_RUN_REF",
    ],
    [{ REMOTEST_COMPONENT_ATTACH: " " }, "attach is set but blank"],
    [
      { REMOTEST_COMPONENT_ATTACH: "", REMOTEST_COMPONENT_ATTACH_AS_WRITTEN: "$REMOTEST_RUN_REF" },
      "attach is set but blank",
    ],
    [{ REMOTEST_COMPONENT_PROVIDER: "--help" }, "provider must not be an option; got --help."],
  ] as const)("%j is refused, and nothing is started", async ([given, says]) => {
    for (const shell of ["sh", "bash"]) {
      const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
      await mkdir(join(folder, "reports"));
      await writeFile(join(folder, "reports/junit.xml"), "of yesterday");
      const before = sandbox.starts();
      const child = startScript(folder, shell, { ATS_TEMPLATE_ID: "pass", ...given });
      let log = "";
      child.stderr?.on("data", (text: Buffer) => (log += text.toString("utf8")));
      const [code] = (await once(child, "close")) as [number | null];
      expect(log).toContain(says);
      expect(code, log).toBe(2);
      expect(sandbox.starts()).toBe(before);
      expect(readdirSync(join(folder, "reports"))).toEqual(["previous"]);
      expect(readdirSync(join(folder, "reports/previous"))).toEqual(["junit.xml"]);
      await rm(folder, { recursive: true });
    }
  });

  test("a command that ends with 0 without reporting a pass does not pass", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    await mkdir(join(folder, "tools"));
    await mkdir(join(folder, "reports"));
    await writeFile(join(folder, "tools/npx"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    await writeFile(join(folder, "reports/outputs.env"), "REMOTEST_OUTCOME=passed\n");
    const child = startScript(folder, "sh", { PATH: `${join(folder, "tools")}:${process.env["PATH"]}` });
    expect(await once(child, "close")).toEqual([3, null]);
    await rm(folder, { recursive: true });
  });

  /** Returns a pipeline with only these inputs. */
  const including = (inputs: Readonly<Record<string, unknown>>): Promise<UserProject> => {
    const include = [{ component: "$CI_SERVER_FQDN/remotest/gitlab-component/run@1.0.0", inputs }];
    return userProject(JSON.stringify({ include }), { ...component.env, ...registry.env });
  };
  const atsInputs = { provider: "ats", "app-id": "SHOP-1", "template-id": "pass", "job-name": "remote-tests" };

  test("an input with quotes and commands arrives unchanged, and nothing in it is run", async () => {
    const name = `it's "$(touch pwned)" \`touch pwned\` ; touch pwned # \\`;
    await using shop = await including({ ...atsInputs, name, "report-dir": "my reports" });
    const { log } = await shop.pipeline(settings("ats"));
    expect(log).toMatch(/PASS {2}remote-tests/);
    const ledger = await shop.fileOf("remote-tests", "my reports/run.json");
    const { runs } = JSON.parse(ledger) as { runs: { name: string }[] };
    expect(runs).toMatchObject([{ name }]);
    expect(await readdir(shop.path, { recursive: true })).not.toContainEqual(expect.stringMatching(/pwned$/));
  });

  test("an attach whose variable is empty starts no run", async () => {
    await using shop = await including({ ...atsInputs, attach: "$REMOTEST_RUN_REF" });
    const before = sandbox.starts();
    const { log } = await shop.pipeline(settings("ats"));
    expect(log).toMatch(/remote-tests +finished in .* FAIL 2/);
    expect(sandbox.starts()).toBe(before);
  });

  test.for([
    ["provider", "atz"],
    ["timeout", "soon"],
    ["max-failures", "some"],
  ])("%s: %s is refused before there is a job", async ([input = "", value]) => {
    await using shop = await including({ ...atsInputs, [input]: value });
    const before = sandbox.starts();
    const { code, log } = await shop.pipeline(settings("ats"));
    expect(code).not.toBe(0);
    expect(log).toContain(input);
    expect(log).not.toContain("starting shell");
    expect(sandbox.starts()).toBe(before);
  });

  test("the packed command was used", () => {
    expect(registry.downloads()).toBe(1);
  });
});

/** Returns what the last job of the example prints after "The run". */
function runSentence(log: string): string {
  return /> The run (.*)/.exec(log)?.[1] ?? "";
}
