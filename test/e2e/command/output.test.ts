import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { remotest } from "../stage/command.ts";
import { openWorkspace, runArgs, services, startArgs, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());
const workspace = (): Promise<Workspace> => openWorkspace(sandbox.url);
const escape = "\u001b";

describe.concurrent("--json prints exactly one document on stdout, with every verdict", () => {
  const rows: readonly { args: readonly string[]; code: number; verdict: string; env?: Record<string, string> }[] = [
    { args: [...runArgs("apptest", "pass"), "--json"], code: 0, verdict: "passed" },
    { args: [...runArgs("ats", "fail"), "--json", "--verbose"], code: 1, verdict: "failed" },
    { args: [...runArgs("apptest", "code-4052"), "--json"], code: 3, verdict: "provider-error" },
    { args: [...runArgs("apptest", "lost-answer"), "--json"], code: 5, verdict: "unknown-start" },
    { args: ["run", "apptest", "--json", "--poll-intervall", "1s"], code: 2, verdict: "usage" },
    { args: ["run", "apptest", "--json=true"], code: 2, verdict: "usage" },
    { args: ["run", "apptest"], env: { REMOTEST_JSON: "true" }, code: 2, verdict: "usage" },
    { args: ["run", "unknown", "--json"], code: 2, verdict: "usage" },
    { args: ["attach", "nothing", "--json"], code: 2, verdict: "usage" },
    { args: ["status", "apptest:1", "--json"], code: 3, verdict: "provider-error" },
    { args: ["rerun", "apptest:1", "--json"], code: 3, verdict: "provider-error" },
    { args: ["rnu", "--json"], code: 2, verdict: "usage" },
  ];
  it.each(rows)("$args: $verdict", async ({ args, code, verdict, env = {} }) => {
    await using space = await workspace();
    const ended = await space.remotest(args, { env });
    expect(ended.code, ended.stderr).toBe(code);
    expect(JSON.parse(ended.stdout)).toMatchObject({ verdict, exitCode: code });
    expect(ended.stderr).not.toBe("");
  });

  it("an error in it has code, message and next step", async () => {
    await using space = await workspace();
    const { stdout } = await space.remotest([...runArgs("apptest", "code-4052"), "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [
        {
          ref: null,
          verdict: "provider-error",
          error: { code: "apptest-4052", serviceCode: "4052", next: expect.stringContaining("--project-id") as string },
        },
      ],
    });
  });

  it("a usage error lists each problem", async () => {
    await using space = await workspace();
    const { stdout } = await space.remotest(["run", "ats", "--json", "--tmeout", "1s"]);
    const { error } = JSON.parse(stdout) as { error: { problems: { message: string; suggestion?: string }[] } };
    expect(error.problems).toContainEqual({
      message: "--tmeout is not an option here.",
      suggestion: "Did you mean --timeout?",
    });
    expect(error.problems.map(({ message }) => message).join("\n")).toMatch(/--app-id.*\n.*--template-id/);
  });

  it("a refused start prints a document too, and exits with its code", async () => {
    await using space = await workspace();
    const { code, stdout } = await space.remotest(["start", ...startArgs("apptest", "code-4031"), "--json"]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ ref: null, exitCode: 3, error: { code: "apptest-4031" } }] });
  });
});

describe.concurrent("the output for people", () => {
  it.each(services)("%s: stdout stays empty without --json", async (service) => {
    await using space = await workspace();
    const { stdout, stderr } = await space.remotest(runArgs(service, "fail"));
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^Started (apptest:|ats:)/m);
    expect(stderr).toMatch(/failed/i);
  });

  it.each(services)("%s: --quiet prints only the verdict and what went wrong", async (service) => {
    await using space = await workspace();
    const loud = await space.remotest(runArgs(service, "pass"));
    const quiet = await space.remotest([...runArgs(service, "pass"), "--quiet"]);
    expect(loud.stderr).toContain("Started");
    expect(quiet.code).toBe(0);
    expect(quiet.stderr).not.toContain("Started");
    expect(quiet.stderr).toMatch(/✓ .*passed/i);
    expect(quiet.stderr.split("\n").length).toBeLessThan(loud.stderr.split("\n").length);
    const refused = await space.remotest([...runArgs(service, "maintenance"), "--quiet"]);
    // A Fault of the server proves nothing about a start: see docs/decisions/0025-sent-is-a-fact-of-the-connection.md.
    expect(refused.code).toBe(service === "ats" ? 5 : 3);
    expect(refused.stderr).toContain("maintenance");
  });

  it.each(services)("%s: --verbose prints every status check", async (service) => {
    await using space = await workspace();
    const plain = await space.remotest([...runArgs(service, "slow"), "--timeout", "4s"]);
    const verbose = await space.remotest([...runArgs(service, "slow"), "--timeout", "4s", "--verbose"]);
    const statusLines = (text: string): number => text.match(/^(Queued|Running).*\(\d+ s\)$/gm)?.length ?? 0;
    expect(statusLines(verbose.stderr), verbose.stderr).toBeGreaterThan(5);
    expect(statusLines(verbose.stderr)).toBeGreaterThan(statusLines(plain.stderr));
  });

  it.each([
    { args: ["--no-color"], env: { FORCE_COLOR: "1" }, colored: false },
    { args: [], env: { FORCE_COLOR: "1", NO_COLOR: "1" }, colored: false },
    { args: [], env: { FORCE_COLOR: "1", REMOTEST_NO_COLOR: "true" }, colored: false },
    { args: [], env: {}, colored: false },
    { args: [], env: { FORCE_COLOR: "1" }, colored: true },
  ])("$args with $env: colour $colored", async ({ args, env, colored }) => {
    await using space = await workspace();
    const { stdout, stderr } = await space.remotest([...runArgs("apptest", "fail"), ...args], { env });
    expect((stdout + stderr).includes(escape)).toBe(colored);
  });
});

describe.concurrent("in the log of a CI system", () => {
  it.each([
    { variable: "GITHUB_ACTIONS", begin: /^::group::Tests that passed$/m, end: /^::endgroup::$/m },
    { variable: "TF_BUILD", begin: /^##\[group\]Tests that passed$/m, end: /^##\[endgroup\]$/m },
    // oxlint-disable-next-line no-control-regex -- the markers of GitLab consist of these
    { variable: "GITLAB_CI", begin: /section_start:\d+:remotest_1\[collapsed=true\]\r\u001b\[0K/, end: /section_end:/ },
  ])("with $variable tests that passed fold, in colour unless NO_COLOR is set", async ({ variable, begin, end }) => {
    await using space = await workspace();
    const env = { [variable]: "true" };
    const { stderr } = await space.remotest(runArgs("apptest", "pass"), { env });
    expect(stderr).toMatch(begin);
    expect(stderr).toMatch(end);
    expect(stderr).toContain(`${escape}[32m`);
    const plain = await space.remotest(runArgs("apptest", "pass"), { env: { ...env, NO_COLOR: "1" } });
    expect(plain.stderr).toMatch(begin);
    expect(plain.stderr).not.toContain(`${escape}[32m`);
  });

  it("two runs are told apart by their labels, and each reference is printed once", async () => {
    await using space = await workspace();
    const templates = ["--template-id", "checkout=fail", "--template-id", "pass"];
    const { stderr } = await space.remotest(["run", "ats", "--app-id", "SHOP-1", ...templates, "--name", "Fix login"]);
    expect(stderr).toMatch(/^\[checkout\] Started ats:SHOP-1\//m);
    expect(stderr).toMatch(/^── checkout ─/m);
    expect(stderr).toMatch(/^── pass ─/m);
    expect(stderr).not.toContain("Fix login");
    for (const [ref] of stderr.matchAll(/ats:SHOP-1\/\S+/g)) expect(stderr.split(ref)).toHaveLength(2);
  });
});

describe.concurrent("commands that start nothing", () => {
  it("--version prints only the version", async () => {
    const { code, stdout, stderr } = await remotest(["--version"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it.each(["run", "start", "attach", "status", "rerun", "merge", "sandbox", "providers", "completion"])(
    "%s --help",
    async (command) => {
      const { code, stdout, stderr } = await remotest([command, "--help"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain(`remotest ${command}`);
      const general = await remotest(["--help"]);
      expect(general.code).toBe(0);
      expect(general.stdout).toContain(`  ${command}`);
    },
  );

  it.each([
    { provider: "apptest", names: ["--project-id", "--app-file", "APPTEST_ACCESS_KEY_FILE", "--timeout", "5 to 30"] },
    { provider: "ats", names: ["--app-id", "--template-id", "ATS_API_TOKEN_FILE", "--poll-interval", "Repeatable"] },
  ])("run $provider --help names the options, the variables and their bounds", async ({ provider, names }) => {
    const { code, stdout } = await remotest(["run", provider, "--help"]);
    expect(code).toBe(0);
    for (const name of names) expect(stdout).toContain(name);
  });

  it("providers lists both with their inputs", async () => {
    const { code, stdout } = await remotest(["providers"]);
    expect(code).toBe(0);
    for (const name of ["apptest: apptest.ai", "ats: Mendix ATS", "--project-id", "ATS_API_TOKEN"])
      expect(stdout).toContain(name);
  });

  it.each([
    { args: ["rnu"], says: ["is not a command", "Did you mean remotest run?"] },
    { args: ["statsu", "apptest:1"], says: ["Did you mean remotest status?"] },
    { args: ["--project-id", "1"], says: ["A command must come before"] },
    { args: ["run", "aptest"], says: ["is not a provider", "Did you mean apptest?"] },
    { args: ["run"], says: ["A provider is missing"] },
    { args: ["run", "./none.js"], says: ["does not exist"] },
    { args: ["attach"], says: ["A run reference is missing"] },
    { args: ["attach", "apptest:0"], says: ["is not a run reference", "apptest:251929"] },
    { args: ["attach", "ats:only-app"], says: ["is not a run reference"] },
    { args: ["attach", "apptest:1", "--app-file", "x"], says: ["--app-file is only for starting a run"] },
    { args: ["providers", "extra"], says: ['"extra" is not expected here'] },
    { args: [], says: [] },
  ])("$args: 2, $says", async ({ args, says }) => {
    const { code, stderr } = await remotest(args);
    expect(code).toBe(2);
    for (const text of says) expect(stderr).toContain(text);
  });
});
