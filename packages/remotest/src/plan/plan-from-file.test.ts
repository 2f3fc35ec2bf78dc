import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError, worded } from "@remotest/core";
import { inWords } from "@remotest/core/flow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inputNames } from "../command-line/plugin-names.ts";
import { readCommandLine } from "../command-line/read-command-line.ts";
import { tablesOf } from "../command-line/named-providers.ts";
import { runCommand } from "../commands/run.ts";
import { openPlanFile } from "../plan-file/open-plan-file.ts";
import type { Platform } from "../platform.ts";
import { planFromFile } from "./plan-from-file.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "remotest-plan-file-"))));
afterAll(() => rm(folder, { recursive: true }));

const accounts = { APPTEST_ACCESS_KEY: "u:k", ATS_API_TOKEN: "t", CI_COMMIT_TITLE: "Fix login" };
const platform = (env: Platform["env"]): Platform => ({
  version: "1.0.0",
  env,
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
  interrupted: new AbortController().signal,
  onInterrupt: () => undefined,
});

async function plan(text: string, args: readonly string[] = [], env: Platform["env"] = accounts) {
  const path = join(folder, "remotest.yaml");
  await writeFile(path, text);
  const file = await openPlanFile(path, { env });
  const providers = [...new Set(file.runs.map(({ provider }) => provider))];
  const line = readCommandLine(["run", ...args], tablesOf(runCommand, providers));
  return planFromFile({ ...file, path: "remotest.yaml" }, line, platform(env), runCommand.options);
}

async function problems(planned: Promise<unknown>, env: Platform["env"] = {}): Promise<readonly string[]> {
  const error: unknown = await planned.catch((thrown: unknown) => thrown);
  const shown = error instanceof UsageError ? inWords(error, inputNames(env)) : undefined;
  if (!(shown instanceof UsageError)) throw new Error("The plan was accepted", { cause: error });
  return shown.problems.map(({ message }) => message.replaceAll(folder, "").replaceAll(/\/(?=remotest\.yaml)/g, ""));
}

const one = (keys = ""): string => `version: 1
defaults: { timeout: 10m, with: { appId: SHOP } }
runs:
  - { provider: ats, with: { templateId: T }${keys} }
`;
const two = `version: 1
runs:
  - { name: a, provider: ats, with: { appId: SHOP, templateId: T } }
  - { name: b, provider: ats, with: { appId: SHOP, templateId: U }, gate: { minTests: 7, maxDuration: 20m } }
`;

describe("the plan of a plan file", () => {
  it("is one run as on the command line", async () => {
    const { runs, concurrency, warnings } = await plan(one());
    expect(runs).toMatchObject([
      {
        provider: { name: "ats" },
        name: "Fix login",
        distinction: "T",
        label: undefined,
        beginning: { kind: "start", options: { appId: "SHOP", templateId: "T" } },
        own: { timeoutMs: 600_000, rerunFailed: 0, policy: { failOn: "failed", minTests: 1 } },
      },
    ]);
    expect([concurrency, warnings]).toEqual([20, []]);
  });

  it("is not started as a whole if --run is empty", async () => {
    expect(await problems(plan(two, ["--run", ""]))).toEqual(["--run is given, but empty."]);
    expect((await plan(two, ["--run", "b"])).runs).toHaveLength(1);
  });

  it.for([
    {
      given: "the command line",
      args: ["--timeout", "1m"],
      env: { REMOTEST_TIMEOUT: "2m" },
      keys: ", timeout: 3m",
      wanted: 1,
    },
    { given: "the environment", args: [], env: { REMOTEST_TIMEOUT: "2m" }, keys: ", timeout: 3m", wanted: 2 },
    { given: "the run", args: [], env: {}, keys: ", timeout: 3m", wanted: 3 },
    { given: "the defaults", args: [], env: {}, keys: "", wanted: 10 },
  ])("takes a value from $given first", async ({ args, env, keys, wanted }) => {
    const { runs } = await plan(one(keys), args, { ...accounts, ...env });
    expect(runs[0]?.own?.timeoutMs).toBe(wanted * 60_000);
  });

  it("says which values of the file a variable replaces", async () => {
    const { runs, warnings } = await plan(two, [], { ...accounts, ATS_APP_ID: "V" });
    expect(runs.map(({ beginning }) => beginning.kind === "start" && beginning.options["appId"])).toEqual(["V", "V"]);
    expect(warnings.map((warning) => worded(warning).replace(folder, ""))).toEqual([
      "/remotest.yaml:3:46: appId is not used, because ATS_APP_ID is set.",
      "/remotest.yaml:4:46: appId is not used, because ATS_APP_ID is set.",
    ]);
  });

  it("warns if no run may stop the pipeline", async () => {
    const { warnings } = await plan(one(", gate: { blocking: false }"));
    expect(warnings).toEqual([expect.stringContaining("No run of this plan may stop the pipeline")]);
  });

  const collapsed = (source: string): string =>
    `${source} replaces templateId at remotest.yaml:3:64, remotest.yaml:4:64, so 2 runs would be the same run.`;

  it.for<{ given: string; args?: string[]; env?: Platform["env"]; text?: string; wanted: readonly string[] }>([
    { given: "a variable", env: { ATS_TEMPLATE_ID: "V" }, wanted: [collapsed("ATS_TEMPLATE_ID")] },
    {
      given: "a variable with several values",
      env: { ATS_TEMPLATE_ID: "V W" },
      wanted: [collapsed("ATS_TEMPLATE_ID")],
    },
    { given: "an option", args: ["--template-id", "V"], wanted: [collapsed("--template-id")] },
    {
      given: "a variable that is the value of one of them",
      env: { ATS_TEMPLATE_ID: "T" },
      wanted: [collapsed("ATS_TEMPLATE_ID")],
    },
    {
      given: "a variable, although a shard has only one of them",
      args: ["--shard", "1/2"],
      env: { ATS_TEMPLATE_ID: "V" },
      wanted: [collapsed("ATS_TEMPLATE_ID")],
    },
    {
      given: "the address in a variable, of a matrix of stages,",
      text: `version: 1
runs:
  - name: \${matrix.stage}
    provider: ats
    with: { appId: S, templateId: T, baseUrl: "https://\${matrix.stage}.example.com" }
    matrix: { stage: [test, accept] }
`,
      env: { ATS_BASE_URL: "https://a.example.com" },
      wanted: ["ATS_BASE_URL replaces baseUrl at remotest.yaml:5:47, so 2 runs would be the same run."],
    },
  ])("is refused if $given makes runs of it the same", async ({ args = [], env = {}, text = two, wanted }) => {
    expect(await problems(plan(text, args, { ...accounts, ...env }))).toEqual(wanted);
  });

  it.for<{ given: string; args?: string[]; env?: Platform["env"]; text?: string }>([
    { given: "only one is picked", args: ["--run", "a"], env: { ATS_TEMPLATE_ID: "V" } },
    { given: "they still differ", text: two.replace("SHOP", "PAY"), env: { ATS_TEMPLATE_ID: "V" } },
    { given: "they were the same before", text: two.replace("U", "T"), env: { ATS_TEMPLATE_ID: "V" } },
    { given: "an option of every run is replaced", env: { REMOTEST_MIN_TESTS: "3" } },
  ])("is accepted if $given", async ({ args = [], env = {}, text = two }) => {
    expect((await plan(text, args, { ...accounts, ...env })).runs.length).toBeGreaterThan(0);
  });

  it("has a gate for each run, and calls the runs by their names", async () => {
    const { runs } = await plan(two);
    expect(runs.map(({ own, label }) => [label, own?.policy.minTests, own?.policy.maxDurationMs])).toEqual([
      ["a", 1, undefined],
      ["b", 7, 1_200_000],
    ]);
  });

  it("tells tests apart by the template, or by the name where two runs have the same, whichever runs are picked", async () => {
    const shared = two.replace("templateId: U", "templateId: T");
    const distinctions = async (text: string, ...args: readonly string[]): Promise<readonly unknown[]> =>
      (await plan(text, args)).runs.map(({ distinction }) => distinction);
    expect(await distinctions(two)).toEqual(["T", "U"]);
    expect(await distinctions(shared)).toEqual(["a", "b"]);
    expect(await distinctions(shared, "--run", "b")).toEqual(["b"]);
    expect(await distinctions(two, "--run", "b")).toEqual(["U"]);
  });

  it("starts a run for each value of an input that takes several", async () => {
    const { runs } = await plan(one().replace("templateId: T", "templateId: [first=T, U]"));
    expect(runs.map(({ name, label }) => [name, label])).toEqual([
      ["first: Fix login", "first"],
      ["U: Fix login", undefined],
    ]);
  });
});

describe("a plan that is not valid", () => {
  it("names a problem of the environment once, however many runs have it", async () => {
    expect(await problems(plan(two, [], {}))).toEqual([
      expect.stringMatching(/^ATS_API_TOKEN \(or ATS_API_TOKEN_FILE\) is missing/),
    ]);
  });

  it("names what a provider finds by its place in the file", async () => {
    const text = "version: 1\nruns: [{ provider: apptest, with: { projectId: 1, appFile: none.apk } }]\n";
    expect(await problems(plan(text))).toEqual(['remotest.yaml:2:60: appFile: "none.apk" does not exist.']);
    // A value of the command line has its name there, and in a plugin the plugin's.
    expect(await problems(plan(text, ["--app-file", "gone.apk"]))).toEqual([
      '--app-file (or APPTEST_APP_FILE): "gone.apk" does not exist.',
    ]);
    const azure = { REMOTEST_PLUGIN: "azure" };
    expect(await problems(plan(text, ["--app-file", "gone.apk"]), azure)).toEqual([
      'appFile: "gone.apk" does not exist.',
    ]);
  });

  it.for([
    { args: ["--name", "Nightly"], says: "--name (or REMOTEST_NAME) names one run, and the plan has 2." },
    { args: ["--run", "c*"], says: '--run: "c*" matches no run of remotest.yaml.' },
    { args: ["--tiemout", "5m"], says: "--tiemout is not an option here." },
    { args: ["--use-vo"], says: "--use-vo is an option of apptest, not of ats." },
    { args: ["--app-id", "S", "nightly"], says: '"nightly" is not expected here.' },
  ])("names $says", async ({ args, says }) => {
    expect(await problems(plan(two, args))).toContain(says);
  });

  it("does not send the address of one service to another", async () => {
    const text = `${two}  - { name: c, provider: apptest, with: { projectId: 1, appFile: remotest.yaml } }\n`;
    expect(await problems(plan(text, ["--base-url", "https://ats.example"]))).toContain(
      "--base-url is an option of ats and apptest, so it is not known which one it is for.",
    );
  });
});
