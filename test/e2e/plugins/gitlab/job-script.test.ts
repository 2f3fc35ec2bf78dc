import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gitLabJob } from "../../../../packages/remotest/src/code-host/code-host.fixture.ts";
import { gitLabToken, startGitLab } from "../../../../packages/remotest/src/code-host/gitlab-server.fixture.ts";
import { surroundings, until } from "../../stage/command.ts";
import { requirePeer } from "../../stage/peer.ts";
import { planWithGates, verdictsByGate } from "../../stage/plan-with-gates.ts";
import { writeWorkspaces } from "../../stage/npm-workspaces.ts";
import { folderWithShell } from "../../stage/shell-folder.ts";
import { jobWithDefaults } from "./component-job.ts";
import { openReleasedComponent, type ReleasedComponent } from "./released-component.ts";

requirePeer("rsync", ["rsync", "--version"])("the script of the component's job, as a runner starts it", () => {
  let released: ReleasedComponent;
  beforeAll(async () => {
    released = await openReleasedComponent();
  });
  afterAll(() => released[Symbol.asyncDispose]());

  const planOfOneRun =
    "version: 1\nruns:\n  - { provider: ats, name: shop, with: { appId: SHOP-1, templateId: pass } }\n";

  /** Starts the job's script as the runner does. */
  const startScript = (folder: string, shell: string, more: Readonly<Record<string, string>>): ChildProcess => {
    const { script, variables } = jobWithDefaults();
    const inputs = { REMOTEST_COMPONENT_PROVIDER: "ats", REMOTEST_COMPONENT_REPORT_DIR: "reports" };
    const own = { ...inputs, REMOTEST_PLUGIN: "gitlab", ATS_APP_ID: "SHOP-1" };
    return spawn(shell, ["-e", "-c", script.join("\n")], {
      cwd: folder,
      env: { ...surroundings, ...variables, ...released.registry.env, ...released.settings("ats"), ...own, ...more },
      // As the runner does, so that a signal reaches the whole group.
      detached: true,
    });
  };

  test("the job waits for runs that were started elsewhere, with each word unchanged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    await once(startScript(folder, "sh", { ATS_TEMPLATE_ID: "pass" }), "close");
    const outputs = readFileSync(join(folder, "reports/outputs.env"), "utf8");
    const [, reference = ""] = /^REMOTEST_RUN_REF=(\S+)$/m.exec(outputs) ?? [];
    const before = released.sandbox.starts();
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
    expect(released.sandbox.starts()).toBe(before);
    await rm(folder, { recursive: true });
  });

  /** Runs the job's script to its end. */
  const runScript = async (folder: string, more: Readonly<Record<string, string>>) => {
    const child = startScript(folder, "sh", more);
    let log = "";
    child.stderr?.on("data", (text: Buffer) => (log += text.toString("utf8")));
    const [code] = (await once(child, "close")) as [number];
    return { code, log };
  };

  test("a run is started and left, a check of it does not wait, and the job that comes back tells the merge request", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    await using host = await startGitLab();
    const told = { REMOTEST_COMMIT_STATUS: "true", REMOTEST_COMMENT: "true", REMOTEST_CHECK_NAME: "Remote tests" };
    const job = { ...gitLabJob(host), ...told };
    const before = released.sandbox.starts();
    const start = { ATS_TEMPLATE_ID: "slow", REMOTEST_COMPONENT_START_ONLY: "true" };
    const started = await runScript(folder, { ...job, ...start, REMOTEST_MIN_TESTS: "40", REMOTEST_FAIL_ON: "failed" });
    expect(started.code, started.log).toBe(0);
    expect(started.log).toContain("Warning: min-tests has no effect on a start");
    expect(started.log).not.toContain("fail-on");
    expect(host.statuses.get("Remote tests")).toMatchObject({ state: "pending", pipeline_id: 77 });
    const outputs = readFileSync(join(folder, "reports/outputs.env"), "utf8");
    const [, reference = ""] = /^REMOTEST_RUN_REF=(\S+)$/m.exec(outputs) ?? [];
    const attach = { REMOTEST_COMPONENT_ATTACH: reference };
    const checked = await runScript(folder, { ...job, ...attach, REMOTEST_NO_WAIT: "true" });
    expect(checked.code, checked.log).toBe(4);
    expect(host.statuses.get("Remote tests")).toMatchObject({ state: "pending" });
    expect(host.notes).toEqual([]);
    const late = await runScript(folder, { ...job, ...attach, REMOTEST_TIMEOUT: "3s" });
    expect(late.code, late.log).toBe(4);
    expect(host.statuses.get("Remote tests")).toMatchObject({ state: "failed" });
    expect(host.notes).toMatchObject([{ author: 3, body: expect.stringContaining("## ❌ Timed out") as string }]);
    expect(released.sandbox.starts() - before).toBe(1);
    expect(started.log + checked.log + late.log).not.toContain(gitLabToken);
    expect(host.violations).toEqual([]);
    await rm(folder, { recursive: true });
  });

  test("a plan is started and left, and the job that comes back judges each of its runs by its gate", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    await writeFile(join(folder, "plan.yaml"), planWithGates(released.sandbox.url, 50));
    const before = released.sandbox.starts();
    const start = {
      REMOTEST_COMPONENT_PROVIDER: "",
      REMOTEST_CONFIG: "plan.yaml",
      REMOTEST_COMPONENT_START_ONLY: "true",
    };
    const started = await runScript(folder, start);
    expect(started.code, started.log).toBe(0);
    const outputs = readFileSync(join(folder, "reports/outputs.env"), "utf8");
    const [, references = ""] = /^REMOTEST_RUN_REF=(.+)$/m.exec(outputs) ?? [];
    // GitLab would not take so many references.
    expect(references).toMatch(/^refs:[0-9a-f]{64}$/);
    const ended = await runScript(folder, { REMOTEST_COMPONENT_ATTACH: references });
    expect(ended.code, ended.log).toBe(1);
    const results = JSON.parse(readFileSync(join(folder, "reports/results.json"), "utf8")) as object;
    expect(results).toMatchObject({ plan: { runs: 52 } });
    expect((results as { readonly runs: readonly object[] }).runs.slice(0, 2)).toMatchObject(verdictsByGate);
    const sharded = await runScript(folder, { ...start, REMOTEST_SHARD: "1/2" });
    expect([sharded.code, released.sandbox.starts() - before], sharded.log).toEqual([2, 52]);
    await rm(folder, { recursive: true });
  });

  test("the reports of an earlier job are kept as the command keeps its own, with the files that belong to them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    await runScript(folder, { ATS_TEMPLATE_ID: "fail" });
    const ended = await runScript(folder, { ATS_TEMPLATE_ID: "pass" });
    expect(ended.code, ended.log).toBe(0);
    const previous = readdirSync(join(folder, "reports/previous"));
    expect(previous).toEqual(expect.arrayContaining(["provider", "results.json", "run.json"]));
    expect(previous).not.toContain("unfinished");
    expect(readdirSync(join(folder, "reports"))).not.toContain(".earlier-reports");
    await rm(folder, { recursive: true });
  });

  test("in a repository with npm workspaces, one run is started, in the directory of the job", async () => {
    const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
    await writeWorkspaces(folder);
    const before = released.sandbox.starts();
    const ended = await runScript(folder, { ATS_TEMPLATE_ID: "pass" });
    expect(released.sandbox.starts() - before, ended.log).toBe(1);
    expect(ended.code, ended.log).toBe(0);
    expect(readdirSync(join(folder, "reports"))).toContain("results.json");
    await rm(folder, { recursive: true });
  });

  // Some shells replace themselves with the command. Then each signal arrives twice: from the runner and from npm.
  test.for([
    ["bash", "sh"],
    ["sh", "sh"],
    ["bash", "bash"],
  ] as const)(
    "the runner's SIGTERM reaches the command, and the job ends with its reports (%s, sh is %s)",
    async ([shell, sh]) => {
      const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
      const child = startScript(folder, shell, {
        ATS_TEMPLATE_ID: "slow",
        PATH: `${await folderWithShell(sh)}:${process.env["PATH"]}`,
      });
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
    [
      { REMOTEST_COMPONENT_ATTACH: "ats:SHOP-1/J-1", REMOTEST_COMPONENT_START_ONLY: "true" },
      "start-only starts a run, so it cannot be used with attach",
    ],
    [
      { REMOTEST_COMPONENT_ATTACH: "ats:SHOP-1/J-1 apptest:1", REMOTEST_COMPONENT_BASE_URL: "https://ats.example" },
      "base-url is for one service, but attach names runs of several",
    ],
    [
      { REMOTEST_COMPONENT_ATTACH: `refs:${"0a".repeat(32)}`, REMOTEST_COMPONENT_BASE_URL: "https://ats.example" },
      "base-url is for one service, but attach names runs of several or of a plan; set the variables ",
    ],
    [{ REMOTEST_NO_WAIT: "true" }, "no-wait is for a run that was started before; nothing was started."],
    [
      { REMOTEST_NO_WAIT: "true", REMOTEST_COMPONENT_START_ONLY: "true" },
      "no-wait is for a run that was started before",
    ],
    [{ REMOTEST_COMMIT_STATUS: "true", REMOTEST_COMPONENT_START_ONLY: "true" }, "check-name is missing"],
    [{ REMOTEST_COMPONENT_ATTACH: " " }, "attach is set but blank"],
    [
      { REMOTEST_COMPONENT_ATTACH: "", REMOTEST_COMPONENT_ATTACH_AS_WRITTEN: "$REMOTEST_RUN_REF" },
      "attach is set but blank",
    ],
    [{ REMOTEST_RUN: "", REMOTEST_COMPONENT_RUN_AS_WRITTEN: "$SHOP" }, "run is set but empty"],
    [{ REMOTEST_SHARD: "", REMOTEST_COMPONENT_SHARD_AS_WRITTEN: "$SHARD" }, "shard is set but empty"],
    [
      { REMOTEST_CONFIG: "remotest.yaml" },
      "config is for the runs of a plan file, so it cannot be used with a provider.",
    ],
    [
      { REMOTEST_CONFIG: "remotest.yaml", REMOTEST_COMPONENT_BASE_URL: "https://ats.example" },
      ": with config, write it in the plan file",
    ],
    [{ REMOTEST_COMPONENT_PROVIDER: "" }, "Set provider to the service that runs the tests, or config to a plan file."],
    [{ REMOTEST_COMPONENT_PROVIDER: "", REMOTEST_COMPONENT_START_ONLY: "true" }, "Set provider to the service"],
    [{ REMOTEST_COMPONENT_PROVIDER: "--help" }, "provider must not be an option; got --help."],
  ] as const)("%j is refused, and nothing is started", async ([given, says]) => {
    for (const shell of ["sh", "bash"]) {
      const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
      await mkdir(join(folder, "reports"));
      await writeFile(join(folder, "reports/junit.xml"), "of yesterday");
      // An empty variable must not start the repository's plan.
      await writeFile(join(folder, "remotest.yaml"), planOfOneRun);
      const before = released.sandbox.starts();
      const child = startScript(folder, shell, { ATS_TEMPLATE_ID: "pass", ...given });
      let log = "";
      child.stderr?.on("data", (text: Buffer) => (log += text.toString("utf8")));
      const [code] = (await once(child, "close")) as [number | null];
      expect(log).toContain(says);
      expect(code, log).toBe(2);
      expect(released.sandbox.starts()).toBe(before);
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

  test.for([
    // 1 would mean that tests failed, which a job may allow.
    [0, "outputs.env", ".earlier-reports", 2],
    [3, "outputs.env", "previous", 3],
    [4, "run.json", "nothing", 4],
  ] as const)(
    "a command that ends with %i, beside %s and with %s in the way of an earlier report: %i",
    async ([exitCode, report, inTheWay, code]) => {
      const folder = await mkdtemp(join(tmpdir(), "remotest-runner-"));
      await mkdir(join(folder, "tools"));
      await mkdir(join(folder, "reports"));
      await writeFile(join(folder, "tools/npx"), `#!/bin/sh\ntouch started\nexit ${exitCode}\n`, { mode: 0o755 });
      await writeFile(join(folder, "reports", report), "REMOTEST_OUTCOME=failed\n");
      if (inTheWay === "nothing") await mkdir(join(folder, "reports/.earlier-reports"));
      else await writeFile(join(folder, "reports", inTheWay), "");
      const child = startScript(folder, "sh", { PATH: `${join(folder, "tools")}:${process.env["PATH"]}` });
      expect(await once(child, "close")).toEqual([code, null]);
      expect(readdirSync(folder).includes("started")).toBe(inTheWay !== ".earlier-reports");
      await rm(folder, { recursive: true });
    },
  );
});
