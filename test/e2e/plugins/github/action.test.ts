import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../../packages/sandbox/src/index.ts";
import { gitHubToken, head, startGitHub } from "../../../../packages/remotest/src/code-host/github-server.fixture.ts";
import { outputNames } from "../../../../packages/remotest/src/command-line/output-names.ts";
import { buildPackage } from "../../stage/build-package.ts";
import { actionManifest, runAction, type StepSetup } from "./runner.ts";
import { hostileResults } from "../../stage/hostile-service.ts";

const folder = join(import.meta.dirname, "../../../../packages/github-action");
const key = "s3cr3t-access-key";
let sandbox: Sandbox;
/** The folder of all jobs of these tests, and the folder of the last one. */
let jobs: string;
let cwd: string;

beforeAll(async () => {
  jobs = await mkdtemp(join(tmpdir(), "remotest-action-"));
  await buildPackage("github-action");
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(async () => {
  await sandbox.close();
  await rm(jobs, { recursive: true });
});

/** Runs a step in a new folder. */
async function action(
  inputs: Readonly<Record<string, string>>,
  more: Partial<StepSetup> = {},
): ReturnType<typeof runAction> {
  cwd = await mkdtemp(join(jobs, "job-"));
  await writeFile(join(cwd, "shop.apk"), "PK\u0003\u0004 an app");
  return runAction(folder, { with: { "poll-interval": "100ms", ...inputs }, cwd, ...more });
}

function inputsFor(service: "apptest" | "ats", name: string, baseUrl = sandbox.url): Record<string, string> {
  const common = { provider: service, name, "base-url": baseUrl };
  return service === "apptest"
    ? {
        ...common,
        "project-id": "509",
        "app-file": "shop.apk",
        "apptest-user-id": "demo",
        "apptest-access-key": "demo",
      }
    : { ...common, "app-id": "SHOP-1", "template-id": name, "ats-api-token": "demo" };
}

describe("the GitHub action, as the runner runs it", () => {
  it.each([
    { service: "apptest", name: "pass", code: 0, outcome: "passed" },
    { service: "ats", name: "pass", code: 0, outcome: "passed" },
    { service: "apptest", name: "fail", code: 1, outcome: "failed" },
    { service: "ats", name: "fail", code: 1, outcome: "failed" },
    { service: "apptest", name: "maintenance", code: 3, outcome: "provider-error" },
    { service: "ats", name: "maintenance", code: 5, outcome: "unknown-start" },
    { service: "apptest", name: "slow", code: 4, outcome: "timed-out" },
    { service: "ats", name: "slow", code: 4, outcome: "timed-out" },
    { service: "ats", name: "lost-answer", code: 5, outcome: "unknown-start" },
  ] as const)("$service $name: $outcome", async ({ service, name, code, outcome }) => {
    const { main, post } = await action({ ...inputsFor(service, name), timeout: name === "slow" ? "3s" : "60s" });
    expect(main.code, main.log).toBe(code);
    expect(main.outputs["outcome"]).toBe(outcome);
    expect(main.outputs["report-dir"]).toBe(join(cwd, "remotest-report"));
    expect(main.summary).toBe(await readFile(join(cwd, "remotest-report/summary.md"), "utf8"));
    const started = outcome !== "provider-error" && outcome !== "unknown-start";
    if (started) expect(main.outputs["run-ref"]).toMatch(/^(apptest:\d+|ats:SHOP-1\/\S+)$/);
    if (outcome === "passed") expect(main.outputs).toMatchObject({ failed: "0", errors: "0", skipped: "0" });
    if (outcome === "failed") expect(Number(main.outputs["failed"])).toBeGreaterThan(0);
    const errors = main.commands.filter((command) => command.name === "error");
    expect(errors.length > 0).toBe(outcome !== "passed");
    const goesOn = outcome === "timed-out" ? [`npx remotest attach ${main.outputs["run-ref"]}`] : [];
    for (const line of goesOn) expect(post.log + post.summary).toContain(line);
    if (goesOn.length === 0) expect(post).toMatchObject({ code: 0, log: "", summary: "" });
  });

  it("starts a run and lets it go, checks it, and comes back with the verdict for the pull request", async () => {
    await using host = await startGitHub();
    const event = join(jobs, "event.json");
    await writeFile(event, JSON.stringify({ pull_request: { number: 7, head: { sha: head } } }));
    const env = { GITHUB_API_URL: host.url, GITHUB_SHA: "f".repeat(40), GITHUB_EVENT_PATH: event };
    const told = { "commit-status": "true", comment: "true", "check-name": "Remote tests" };
    const stateNow = (): unknown => host.statuses.get(`${head} Remote tests`)?.["state"];
    const before = sandbox.starts();
    const gate = { "min-tests": "1000", "max-failures": "0" };
    const start = { ...inputsFor("ats", "slow-fail"), ...told, ...gate, "start-only": "true" };
    const started = await action(start, { env });
    expect([started.main.code, stateNow()], started.main.log).toEqual([0, "pending"]);
    expect(started.main.commands.filter(({ name }) => name === "warning").map(({ message }) => message)).toEqual([
      "min-tests has no effect on a start: it counts where the run is waited for.",
    ]);
    expect(started.main.outputs).not.toHaveProperty("outcome");
    expect(started.post).toMatchObject({ code: 0, log: "" });
    const account = { "base-url": sandbox.url, "ats-api-token": "demo" };
    const attach = { ...account, ...told, attach: started.main.outputs["run-ref"] ?? "" };
    const checked = await action({ ...attach, "no-wait": "true" }, { env });
    expect([checked.main.code, checked.main.outputs["outcome"], stateNow()], checked.main.log).toEqual([
      4,
      "timed-out",
      "pending",
    ]);
    expect(host.comments).toEqual([]);
    const ended = await action(attach, { env });
    expect([ended.main.code, stateNow()], ended.main.log).toEqual([1, "failure"]);
    expect(host.comments).toMatchObject([{ body: expect.stringContaining("## ❌ Failed") as string }]);
    expect(sandbox.starts() - before).toBe(1);
    expect(host.violations).toEqual([]);
    const shown = [started, checked, ended].map(
      ({ main }) => main.log.replaceAll(/^::add-mask::.*$/gm, "") + main.summary,
    );
    expect(shown.join("")).not.toContain(gitHubToken);
  });

  it("a start that is refused is not a pass, and says why", async () => {
    const { main } = await action({ ...inputsFor("ats", "pass"), "ats-api-token": "wrong", "start-only": "true" });
    expect([main.code, main.outputs["outcome"]], main.log).toEqual([3, "provider-error"]);
    expect(main.commands.filter(({ name }) => name === "error")).toHaveLength(1);
  });

  it("attach waits for a run that was started elsewhere, and starts none", async () => {
    const { main: first } = await action(inputsFor("apptest", "fail"));
    const before = sandbox.starts();
    const ref = first.outputs["run-ref"] ?? "";
    const { main } = await action({ ...inputsFor("apptest", "pass"), attach: ref });
    expect(main.code, main.log).toBe(1);
    expect(main.outputs).toMatchObject({ "run-ref": ref, outcome: "failed", total: first.outputs["total"] ?? "" });
    expect(sandbox.starts()).toBe(before);
  });

  it("masks the secrets before it prints anything else", async () => {
    const { main } = await action({ ...inputsFor("apptest", "pass"), "apptest-access-key": `demo:${key}` });
    const [masks = ""] = /^(?:::add-mask::.*\n)+/.exec(main.log) ?? [];
    for (const secret of ["demo", `demo:${key}`, key]) expect(masks.split("\n")).toContain(`::add-mask::${secret}`);
    const shown = main.log.replaceAll(/^::add-mask::.*$/gm, "");
    expect(shown + JSON.stringify(main.outputs) + main.summary).not.toContain(key);
  });

  it("cancelled: immediately says how to wait for the run; post repeats it", async () => {
    const { main, post } = await action(inputsFor("ats", "slow"), { cancelWhen: (outputs) => "run-ref" in outputs });
    expect(main.code).toBe(130);
    expect(main.tookMs).toBeLessThan(5_000);
    expect(main.attachShownAfterMs).toBeLessThan(1_000);
    const ref = main.outputs["run-ref"] ?? "";
    const command = `npx remotest attach ${ref}`;
    expect(main.state).toEqual({ "run-ref": ref, outcome: "interrupted", "attach-command": command });
    for (const text of [main.log, post.log, post.summary]) expect(text).toContain(command);
    expect(main.outputs["outcome"]).toBe("interrupted");
  });

  it("a repeated attempt waits for the run of the cancelled one; another job starts its own", async () => {
    const quick = await startSandbox({ port: 0, speed: 600 });
    const inputs = { ...inputsFor("apptest", "slow pass", quick.url), resume: "true" };
    const { main: first } = await action(inputs, { cancelWhen: (outputs) => "run-ref" in outputs });
    const before = quick.starts();
    const given = { with: { "poll-interval": "100ms", ...inputs }, cwd };
    const { main: second } = await runAction(folder, { ...given, env: { GITHUB_RUN_ATTEMPT: "2" } });
    expect(second.code, second.log).toBe(0);
    expect(second.outputs["run-ref"]).toBe(first.outputs["run-ref"]);
    expect(quick.starts()).toBe(before);
    const { main: other } = await runAction(folder, { ...given, env: { GITHUB_RUN_ID: "42" } });
    expect(other.outputs["run-ref"]).not.toBe(first.outputs["run-ref"]);
    expect(quick.starts()).toBe(before + 1);
    await quick.close();
  });

  it.each([
    { inputs: {}, says: /provider is missing/i },
    { inputs: { provider: "--help" }, says: /input provider must not be an option/ },
    { inputs: { provider: "atz" }, says: /Did you mean ats/ },
    { inputs: { provider: "ats" }, says: /ats-api-token is missing/ },
    { inputs: { attach: "nonsense" }, says: /must be a run reference/ },
    {
      inputs: { attach: "ats:A/1", "start-only": "true" },
      says: /start-only starts a run.* cannot be used with attach/,
    },
    { inputs: { provider: "ats", "start-only": "maybe" }, says: /start-only must be true or false; got "maybe"/ },
    { inputs: { provider: "ats", "no-wait": "true" }, says: /^no-wait is for a run that was started before/ },
    { inputs: { attach: "ats:A/1", "commit-status": "true" }, says: /^check-name is missing/ },
    { inputs: { provider: "ats", config: "remotest.yaml", "start-only": "true" }, says: /config/ },
    { inputs: { provider: "ats", config: "remotest.yaml" }, says: /^config is for .* cannot be used with a provider/ },
    { inputs: { attach: "ats:A/1", shard: "1/2" }, says: /^shard is for .* cannot be used with attach/ },
    { inputs: { shard: "1/2" }, says: /Set provider to the service .* or config to a plan file/ },
    { inputs: { config: "no-such.yaml", shard: "1/2" }, says: /no-such.yaml: it does not exist/ },
  ])("refuses $inputs and sends nothing", async ({ inputs, says }) => {
    const { main } = await action(inputs);
    expect(main.code, main.log).toBe(2);
    expect(main.commands.filter(({ name }) => name === "error").map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(says)]),
    );
    expect(main.outputs["outcome"]).toBe("usage");
  });

  it("sets every output of its manifest", async () => {
    const { outputs } = await actionManifest(folder);
    const { main } = await action(inputsFor("apptest", "pass"));
    expect(Object.keys(outputs)).toEqual(outputNames);
    // apptest.ai documents no page of a run.
    expect(Object.keys(main.outputs).toSorted()).toEqual(outputNames.filter((name) => name !== "url").toSorted());
  });
});

describe("a hostile service", () => {
  const command = "::set-output name=run-ref::evil";
  const hostile = [
    `\n${command}`,
    "x ##[error]evil",
    "##vso[task.setvariable variable=a]evil",
    `a\r${command}`,
    `%0A${command}`,
  ];

  it("sends no command to the runner, and sets no output", async () => {
    await using service = await hostileResults(hostile);
    const { main, post } = await action(inputsFor("apptest", hostile.join(" "), service.url));
    expect(main.code, main.log).not.toBe(0);
    expect(main.log).toContain("evil");
    const names = [...main.commands, ...post.commands].map(({ name }) => name);
    expect(new Set(names)).toEqual(new Set(["add-mask", "error"]));
    expect(main.log + post.log).not.toMatch(/##\w*\[/);
    expect(main.outputs["run-ref"]).toBe("apptest:77");
  });
});
