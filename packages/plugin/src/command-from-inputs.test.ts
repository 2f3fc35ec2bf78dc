import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandFromInputs, secretsOf } from "./command-from-inputs.ts";

const reader =
  (given: Readonly<Record<string, string>>) =>
  (name: string): string =>
    given[name] ?? "";

/** One word for the runs of a plan, as it is in outputs.env. */
const ofPlan = `refs:${"0a".repeat(32)}`;

describe("the command of a plugin's inputs", () => {
  it("passes the accounts of all services on if a word stands for the runs of a plan", () => {
    const inputs = { attach: ofPlan, "ats-api-token": "t", "apptest-access-key": "u:k" };
    expect(commandFromInputs(reader(inputs), {}).env).toEqual({ ATS_API_TOKEN: "t", APPTEST_ACCESS_KEY: "u:k" });
  });

  it.each([
    { inputs: {}, args: ["run"], provider: "" },
    { inputs: { provider: "ats" }, args: ["run", "ats"], provider: "ats" },
    {
      inputs: { provider: "./my provider.js" },
      args: ["run", "./my provider.js"],
      provider: "./my provider.js",
    },
    { inputs: { provider: "ats", attach: "ats:A/1" }, args: ["attach", "ats:A/1"], provider: "ats" },
    { inputs: { attach: " ats:A/1\n ats:A/2" }, args: ["attach", "ats:A/1", "ats:A/2"], provider: "ats" },
    { inputs: { provider: "ats", name: "-- a name" }, args: ["run", "ats"], provider: "ats" },
    { inputs: { provider: "ats", "ats-api-token": "--token" }, args: ["run", "ats"], provider: "ats" },
    { inputs: { provider: "ats", "max-failures": "-1" }, args: ["run", "ats"], provider: "ats" },
    { inputs: { provider: "ats", "start-only": "true" }, args: ["start", "ats"], provider: "ats" },
    { inputs: { provider: "ats", "start-only": "no" }, args: ["run", "ats"], provider: "ats" },
    {
      inputs: { attach: "ats:A/1", "start-only": "false", "no-wait": "true" },
      args: ["attach", "ats:A/1"],
      provider: "ats",
    },
    { inputs: { config: "remotest.yaml", shard: "2/4", "ats-api-token": "t" }, args: ["run"], provider: "" },
    { inputs: { attach: ofPlan, "ats-api-token": "t" }, args: ["attach", ofPlan], provider: "" },
    { inputs: { attach: ofPlan, provider: "ats" }, args: ["attach", ofPlan], provider: "ats" },
  ])("$inputs: $args", ({ inputs, args, provider }) => {
    expect(commandFromInputs(reader(inputs), {})).toMatchObject({ args, provider, warnings: [], problems: [] });
  });

  it.each([
    { inputs: { provider: "--help" }, says: [/input provider .*"--help"/] },
    { inputs: { provider: "-h" }, says: [/input provider .*"-h"/] },
    { inputs: { attach: "--help" }, says: [/input attach .*"--help"/] },
    { inputs: { attach: "ats:A/1 --help" }, says: [/input attach .*"--help"/] },
    { inputs: { attach: "ats:A/1\n-h" }, says: [/input attach .*"-h"/] },
    { inputs: { provider: "ats", name: "--help" }, says: [/input name .*"--help"/] },
    { inputs: { provider: "ats", "app-id": "--json=false" }, says: [/input app-id .*"--json=false"/] },
    { inputs: { provider: "ats", "report-dir": "--version" }, says: [/input report-dir .*"--version"/] },
    { inputs: { attach: "nonsense" }, says: [/input attach must be a run reference .*; got "nonsense"/] },
    { inputs: { attach: "ats:A/1 ats: :x" }, says: [/must be .* got "ats:"/, /must be .* got ":x"/] },
    { inputs: { attach: "too-long-see-run.json" }, says: [/must be .* got "too-long-see-run.json"/] },
    { inputs: { attach: "$(first.runRef)" }, says: [/input attach: "\$\(first.runRef\)" was not replaced/] },
    { inputs: { provider: "${{ vars.P }}" }, says: [/input provider: "\$\{\{ vars.P \}\}" was not replaced/] },
    { inputs: { attach: "ats:A/1", "start-only": "on" }, says: [/start-only starts a run, .* with attach/] },
    { inputs: { provider: "ats", "start-only": "ja" }, says: [/start-only must be true or false; got "ja"/] },
    { inputs: { provider: "ats", "start-only": "$LATER" }, says: [/start-only: "\$LATER" was not replaced/] },
    { inputs: { config: "--help" }, says: [/input config .*"--help"/] },
    {
      inputs: { config: "remotest.yaml", "base-url": "https://a" },
      says: [/input base-url is for (?:\w+, )*\w+ and \w+: /],
    },
    { inputs: { provider: "ats", resume: "$RESUME" }, says: [/input resume: "\$RESUME" was not replaced/] },
  ])("refuses $inputs", ({ inputs, says }) => {
    const { problems } = commandFromInputs(reader(inputs), {});
    expect(problems).toEqual(says.map((each) => expect.stringMatching(each) as string));
  });

  it("refuses an address for several services, even if a variable names the plan file", () => {
    const plan = { REMOTEST_CONFIG: "remotest.yaml" };
    const address = { "base-url": "https://a", "ats-api-token": "t", "apptest-access-key": "u:k" };
    const problem = [expect.stringContaining("The input base-url is for") as string];
    expect(commandFromInputs(reader(address), plan).problems).toEqual(problem);
    expect(commandFromInputs(reader({ ...address, attach: `ats:A/1 ${ofPlan}` }), {}).problems).toEqual([
      expect.stringMatching(/^The input base-url is for .*: attach stands for the runs of a plan, so set provider to/),
    ]);
    for (const one of [{ provider: "ats" }, { attach: "ats:A/1" }, { attach: ofPlan, provider: "ats" }]) {
      const { env, problems } = commandFromInputs(reader({ ...address, ...one }), plan);
      expect([problems, env["ATS_BASE_URL"], env["APPTEST_BASE_URL"]]).toEqual([[], "https://a", undefined]);
    }
  });

  it("refuses a blank attach, but no other blank input", () => {
    const blank = (name: string) => (given: string) => given === name;
    const given = reader({ provider: "ats" });
    expect(commandFromInputs(given, {}, { isBlank: blank("attach") }).problems).toEqual([
      expect.stringContaining("input attach"),
    ]);
    expect(commandFromInputs(given, {}, { isBlank: blank("name") }).problems).toEqual([]);
  });

  it.each([
    { inputs: { provider: "ats", "base-url": "https://a" }, env: {}, wanted: { ATS_BASE_URL: "https://a" } },
    { inputs: { provider: "apptest", "base-url": "https://a" }, env: {}, wanted: { APPTEST_BASE_URL: "https://a" } },
    { inputs: { attach: "apptest:1", "base-url": "https://a" }, env: {}, wanted: { APPTEST_BASE_URL: "https://a" } },
    { inputs: { provider: "ats", timeout: "9m" }, env: { REMOTEST_TIMEOUT: "1m" }, wanted: { REMOTEST_TIMEOUT: "9m" } },
    {
      inputs: { provider: "ats", timeout: "60m" },
      env: { REMOTEST_TIMEOUT: "1m" },
      wanted: { REMOTEST_TIMEOUT: "60m" },
    },
    {
      inputs: { provider: "ats", "ats-api-token": "t" },
      env: { ATS_API_TOKEN_FILE: "f" },
      wanted: { ATS_API_TOKEN: "t" },
    },
    { inputs: { provider: "ats" }, env: { ATS_API_TOKEN_FILE: "f" }, wanted: { ATS_API_TOKEN_FILE: "f" } },
    {
      inputs: { config: "remotest.yaml", run: "shop *", "ats-api-token": "t", "project-id": "509", "use-vo": "false" },
      env: { REMOTEST_CONFIG: "other.yaml" },
      wanted: {
        REMOTEST_CONFIG: "remotest.yaml",
        REMOTEST_RUN: "shop *",
        ATS_API_TOKEN: "t",
        APPTEST_PROJECT_ID: "509",
      },
    },
  ])("$inputs over $env: $wanted", ({ inputs, env, wanted }) => {
    expect(commandFromInputs(reader(inputs), env).env).toEqual(wanted);
  });

  it("warns of inputs that look like one of its own, in its spelling", () => {
    const given = reader({ provider: "ats" });
    const azure = { spell: (name: string) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) };
    const env = { INPUT_TIMOUT: "3m", INPUT_FAILON: "never", INPUT_OTHER: "x", INPUT_PROVIDER: "ats", INPUT_RESUM: "" };
    expect(commandFromInputs(given, env, azure).warnings).toEqual([
      "The input timout is not known, so it has no effect. Did you mean timeout?",
    ]);
    expect(commandFromInputs(given, { "INPUT_FAIL-ONE": "x", "INPUT_FAIL-ON": "never" }).warnings).toEqual([
      "The input fail-one is not known, so it has no effect. Did you mean fail-on?",
    ]);
  });

  it("passes on an input that is the default too: in the step, it counts more than a variable of the whole pipeline", () => {
    const variables = { REMOTEST_FAIL_ON: "never", REMOTEST_MAX_FAILURES: "100%", REMOTEST_RERUN_FAILED: "2" };
    const inputs = { provider: "ats", "fail-on": "failed", "max-failures": "0", "rerun-failed": "" };
    expect(commandFromInputs(reader(inputs), variables).env).toEqual({
      REMOTEST_FAIL_ON: "failed",
      REMOTEST_MAX_FAILURES: "0",
      REMOTEST_RERUN_FAILED: "2",
    });
  });

  it("warns of inputs that have no effect", () => {
    const { env, warnings } = commandFromInputs(reader({ provider: "apptest", "app-id": "SHOP-1" }), {});
    expect(env).toEqual({});
    expect(warnings).toEqual(["The input app-id is for ats; it has no effect on a run of apptest."]);
    const other = commandFromInputs(reader({ provider: "apptest", attach: "ats:A/1" }), {});
    expect(other.warnings).toEqual(["The input provider is apptest, but the run to attach to is from ats."]);
  });
});

describe("the secrets to hide", () => {
  it.each([
    { inputs: { "ats-api-token": "token" }, env: {}, wanted: ["token"] },
    { inputs: {}, env: { APPTEST_ACCESS_KEY: "user:key" }, wanted: ["user:key", "key"] },
    { inputs: { proxy: "http://joe:p%40ss@proxy:8080" }, env: {}, wanted: ["p%40ss", "p@ss", "joe:p@ss"] },
    { inputs: { "app-id": "SHOP-1", name: "nightly" }, env: { ATS_APP_ID: "SHOP-1" }, wanted: [] },
    { inputs: { "ats-api-token": " " }, env: {}, wanted: [] },
    { inputs: { proxy: "http://u:%zz@h:1" }, env: {}, wanted: ["%zz", "u:%zz"] },
    { inputs: {}, env: { HTTP_PROXY: "http://u:p%40ss@h:1" }, wanted: ["p%40ss", "p@ss", "u:p@ss"] },
    { inputs: { proxy: "u:pl4in@h:1" }, env: {}, wanted: ["pl4in", "u:pl4in"] },
    { inputs: { name: "fix: tell me@example.com" }, env: {}, wanted: [] },
    { inputs: {}, env: { HTTPS_PROXY: "u:12/pl4in@h:1" }, wanted: ["12/pl4in"] },
    { inputs: {}, env: { HTTPS_PROXY: "u:pl4in@h:1" }, wanted: ["pl4in", "u:pl4in"] },
    { inputs: {}, env: { ATS_API_TOKEN_FILE: "/no/such/file" }, wanted: [] },
  ])("$inputs and $env: $wanted", ({ inputs, env, wanted }) => {
    expect(secretsOf(reader(inputs), env)).toEqual(wanted);
  });

  it("include the content of a secret's file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "secret-"));
    await writeFile(join(folder, "token"), "t0ken\n");
    expect(secretsOf(reader({}), { ATS_API_TOKEN_FILE: join(folder, "token") })).toEqual(["t0ken\n", "t0ken"]);
    await rm(folder, { recursive: true });
  });
});
