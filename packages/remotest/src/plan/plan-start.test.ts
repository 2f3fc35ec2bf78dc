import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { type InputTable, listed, UsageError, worded } from "@remotest/core";
import { commonInputs, type CommonOptions } from "@remotest/core/flow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCommandLine } from "../command-line/read-command-line.ts";
import { invocationOf } from "../command-line/invocation.fixture.ts";
import { attachCommand } from "../commands/attach.ts";
import { runCommand } from "../commands/run.ts";
import { providerNames } from "../providers/load-provider.ts";
import { readOwnOptions } from "./option-problems.ts";
import type { Plan } from "./plan.ts";
import { planKnown } from "./plan-known.ts";
import { planStart } from "./plan-start.ts";
import type { Platform } from "../platform.ts";

let folder: string;
let app: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-plan-"));
  app = join(folder, "shop.apk");
  await writeFile(app, "app");
});
afterAll(() => rm(folder, { recursive: true }));

const accounts = { APPTEST_USER_ID: "u", APPTEST_ACCESS_KEY: "k", ATS_API_TOKEN: "t", CI_COMMIT_TITLE: "Fix login" };
const platform = (env: Platform["env"]): Platform => ({
  version: "1.0.0",
  env,
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
  interrupted: new AbortController().signal,
  onInterrupt: () => undefined,
});
async function start(args: string[], env: Platform["env"] = accounts): Promise<Plan<CommonOptions>> {
  return planStart(await invocationOf(runCommand, args, env), platform(env), commonInputs);
}
async function known(args: string[], env: Platform["env"] = accounts): Promise<Plan<CommonOptions>> {
  return planKnown(await invocationOf(attachCommand, args, env), platform(env), commonInputs, "attach");
}
async function problems(plan: Promise<unknown>): Promise<string[]> {
  const error: unknown = await plan.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UsageError)) throw new Error("The command line was accepted", { cause: error });
  return error.problems.map(({ message, suggestion }) => (suggestion ? `${message} | ${suggestion}` : message));
}

describe("the plan of a start", () => {
  it("is one run with its options, its name from the commit", async () => {
    const plan = await start(["apptest", "--project-id", "509", "--app-file", app]);
    expect(plan.runs).toMatchObject([
      {
        provider: { name: "apptest" },
        name: "Fix login",
        connect: { baseUrl: "https://api.apptest.ai", userId: "u", accessKey: "k" },
        beginning: { kind: "start", options: { projectId: 509, appFile: app } },
      },
    ]);
    expect(plan.options).toMatchObject({
      timeout: 3_600_000,
      reportDir: "remotest-report",
      rerunFailed: 0,
      json: false,
    });
  });

  it("gives each part of the provider the options that it declares, and no others", async () => {
    const login = { APPTEST_LOGIN_ID: "shopper", APPTEST_LOGIN_PW: "s3cret-of-the-app" };
    const args = ["apptest", "--project-id", "509", "--app-file", app];
    const [run] = (await start(args, { ...accounts, ...login })).runs;
    const { connectInputs, startInputs } = run?.provider ?? expect.unreachable();
    expect(Object.keys(run?.connect ?? {})).toEqual(Object.keys(connectInputs));
    expect(run?.beginning).toMatchObject({ options: { loginId: "shopper", loginPw: "s3cret-of-the-app" } });
    expect(run?.beginning.kind === "start" && Object.keys(run.beginning.options)).toEqual(Object.keys(startInputs));
    expect(inspect([run?.connect, run?.beginning], { depth: Infinity, showHidden: true })).not.toContain("s3cret");
  });

  it("has a fingerprint that is the same for the same inputs, without any token in it", async () => {
    const args = ["apptest", "--project-id", "509", "--app-file", app];
    const fingerprint = async (more: string[] = [], env = accounts): Promise<unknown> =>
      (await start([...args, ...more], env)).runs[0]?.inputs;
    const plain = await fingerprint();
    expect(plain).toMatch(/^[\da-f]{64}$/);
    expect(await fingerprint(["--correlate", "--resume", "--timeout", "2h", "--rerun-failed", "1"])).toBe(plain);
    expect(await fingerprint(["--name", "Other"])).not.toBe(plain);
    expect(await fingerprint([], { ...accounts, APPTEST_USER_ID: "other" })).not.toBe(plain);
    // If the same command is repeated, a default name and a key may differ.
    expect(await fingerprint([], { ...accounts, CI_COMMIT_TITLE: "Other" })).toBe(plain);
    expect(await fingerprint(["--name", " "], { ...accounts, CI_COMMIT_TITLE: "Other" })).toBe(plain);
    expect(await fingerprint([], { ...accounts, APPTEST_ACCESS_KEY: "other" })).toBe(plain);
  });

  it("has a token for each run with --correlate, if the service takes a name", async () => {
    const args = ["apptest", "--project-id", "509", "--app-file", app];
    const tokens = async (...more: string[]): Promise<unknown[]> =>
      (await start([...args, ...more])).runs.map(({ token }) => token);
    expect(await tokens()).toEqual([undefined]);
    expect(await tokens("--correlate")).toEqual([expect.stringMatching(/^\w{6}$/)]);
    const ats = await start(["ats", "--app-id", "S", "--template-id", "A", "--correlate"]);
    expect(ats.runs[0]?.token).toBeUndefined();
    expect(ats.warnings.map((warning) => worded(warning))).toEqual([
      expect.stringContaining("Mendix ATS takes no name") as string,
    ]);
  });

  it("has a run for each template, distinguished by name", async () => {
    const plan = await start(["ats", "--app-id", "S", "--template-id", "A", "--template-id", "B", "--name", "N\nx"]);
    expect(plan.runs.map(({ name, distinction, beginning }) => ({ name, distinction, beginning }))).toMatchObject([
      { name: "A: N", distinction: "A", beginning: { options: { appId: "S", templateId: "A" } } },
      { name: "B: N", distinction: "B", beginning: { options: { appId: "S", templateId: "B" } } },
    ]);
    const [only] = (await start(["ats", "--app-id", "S", "--template-id", "A", "--name", "N"])).runs;
    expect(only).toMatchObject({ name: "N", distinction: "A" });
  });

  it("tells runs apart by a label, which changes neither the template nor the fingerprint", async () => {
    const of = async (...templates: string[]) =>
      (await start(["ats", "--app-id", "S", ...templates.map((id) => `--template-id=${id}`), "--name", "N"])).runs;
    const [labelled, bare] = [await of("checkout=A", "search=b=c", "YWJj=="), await of("A", "=b=c", "YWJj==")];
    expect(labelled).toMatchObject([
      { name: "checkout: N", label: "checkout", distinction: "A", beginning: { options: { templateId: "A" } } },
      { name: "search: N", label: "search", distinction: "b=c", beginning: { options: { templateId: "b=c" } } },
      { name: "YWJj==: N", label: undefined, distinction: "YWJj==", beginning: { options: { templateId: "YWJj==" } } },
    ]);
    expect(labelled.map(({ inputs }) => inputs)).toEqual(bare.map(({ inputs }) => inputs));
    expect(labelled.map(({ distinction }) => distinction)).toEqual(bare.map(({ distinction }) => distinction));
    const fromVariable = await start(["ats", "--app-id", "S"], { ...accounts, ATS_TEMPLATE_ID: "checkout=A, B" });
    expect(fromVariable.runs).toMatchObject([{ label: "checkout", distinction: "A" }, { distinction: "B" }]);
  });

  it("refuses one label for two runs", async () => {
    const args = ["ats", "--app-id", "S", "--template-id", "x=A", "--template-id", "x=B"];
    expect(await problems(start(args))).toEqual([
      'Two runs have the label "x". | Give each run its own label, or none.',
    ]);
  });

  it("reports every problem once: of the line, the tables, the provider and the files", async () => {
    const found = await problems(
      start(
        [
          "apptest",
          "extra",
          "--project-id",
          "x",
          "--timeout",
          "--app-file",
          join(folder, "a.exe"),
          "--ca-file",
          "none",
          "--nam",
          "N",
        ],
        { APPTEST_USER_ID: "u" },
      ),
    );
    expect(found).toEqual([
      '"extra" is not expected here. | Quote a value that contains spaces.',
      "--timeout needs a value. | Write --timeout=<value>.",
      "--nam is not an option here. | Did you mean --name?",
      expect.stringMatching(/^--project-id \(or APPTEST_PROJECT_ID\): "x" must be a whole number/),
      expect.stringMatching(/^--ca-file \(or REMOTEST_CA_FILE\): "none" cannot be read/),
      expect.stringMatching(/^APPTEST_ACCESS_KEY/),
      expect.stringMatching(/^--app-file .* does not end in/),
      expect.stringMatching(/^--app-file .* does not exist/),
    ]);
  });

  it("reports a problem of two templates once", async () => {
    const found = await problems(start(["ats", "--template-id", "A", "--template-id", "B"], {}));
    expect(new Set(found).size).toBe(found.length);
    expect(found.join("\n")).toMatch(/ATS_API_TOKEN.*missing[\s\S]*--app-id.*missing/);
  });

  it.each([
    {
      title: "another provider's option",
      args: ["ats", "--project-id", "5"],
      says: /--project-id is an option of apptest, not of ats/,
    },
    {
      title: "a secret",
      args: ["ats", "--api-token", "x"],
      says: /--api-token is a secret.*Set ATS_API_TOKEN, or ATS_API_TOKEN_FILE/,
    },
    { title: "no provider", args: [], says: new RegExp(`A provider is missing: ${listed(providerNames, "or")}\\.`) },
    { title: "a misspelt provider", args: ["atss"], says: /"atss" is not a provider.*Did you mean ats\?/ },
  ])("$title", async ({ args, says }) => {
    expect((await problems(start(args))).join("\n")).toMatch(says);
  });
});

describe("a service's address without https", () => {
  const insecure = (provider: string): RegExp =>
    new RegExp(`^--base-url \\(or ${provider}_BASE_URL\\): "http://service.example" is not https`);
  const ours = { APPTEST_BASE_URL: "http://service.example", ATS_BASE_URL: "http://service.example" };

  it.each([
    { provider: "apptest", args: ["apptest", "--project-id", "509"], more: /^--app-file/ },
    { provider: "ats", args: ["ats", "--app-id", "S"], more: /^--template-id/ },
  ])("is reported with every other problem: $provider", async ({ provider, args, more }) => {
    expect(await problems(start(args, { ...accounts, ...ours }))).toEqual([
      expect.stringMatching(more),
      expect.stringMatching(insecure(provider.toUpperCase())),
    ]);
  });

  it("is reported for each provider of the references", async () => {
    expect(await problems(known(["apptest:1", "ats:A/1"], { ...accounts, ...ours }))).toEqual([
      expect.stringMatching(insecure("APPTEST")),
      expect.stringMatching(insecure("ATS")),
    ]);
  });

  it("is accepted with --insecure-http, and always for a callback", async () => {
    const args = ["--project-id", "509", "--app-file", app, "--callback", "http://ci.example/done"];
    const loopback = { ...accounts, APPTEST_BASE_URL: "http://127.0.0.1:4010" };
    expect((await start(["apptest", ...args], loopback)).runs).toHaveLength(1);
    expect((await start(["apptest", ...args, "--insecure-http"], { ...accounts, ...ours })).runs).toHaveLength(1);
    expect((await known(["apptest:1"], { ...accounts, ...ours, REMOTEST_INSECURE_HTTP: "true" })).runs).toHaveLength(1);
  });
});

describe("the plan of known runs", () => {
  it("has a run for each reference, named by --name or by itself", async () => {
    const plan = await known(["apptest:7", "ats:S/J%201"]);
    expect(plan.runs).toMatchObject([
      { provider: { name: "apptest" }, name: "apptest:7", beginning: { kind: "attach", handle: { ref: "apptest:7" } } },
      { provider: { name: "ats" }, name: "ats:S/J%201", beginning: { handle: { ref: "ats:S/J%201" } } },
    ]);
    expect((await known(["apptest:7", "--name", "N"])).runs[0]?.name).toBe("N");
  });

  it.each([
    { title: "nothing", args: [], says: [/^A run reference is missing/] },
    {
      title: "a word that is not a reference",
      args: ["7"],
      says: [/^"7" is not a run reference.*apptest:251929, or ats:<AppID>\/<JobID>/],
    },
    { title: "two invalid references", args: ["apptest:x", "ats:y"], says: [/^"apptest:x"/, /^"ats:y"/] },
    { title: "an unknown provider", args: ["unknown:7"], says: [/^"unknown:7"/] },
    {
      title: "a prototype's name",
      args: ["constructor:7", "__proto__:7"],
      says: [/^"constructor:7"/, /^"__proto__:7"/],
    },
    { title: "a line break", args: ["apptest:7\n"], says: [/^"apptest:7\\n"/] },
    {
      title: "an option of a start",
      args: ["apptest:7", "--app-file=x"],
      says: [/^--app-file is only for starting a run/],
    },
  ])("$title", async ({ args, says }) => {
    expect(await problems(known(args))).toEqual(says.map((text) => expect.stringMatching(text) as string));
  });

  it("needs the account of each provider that the references name, and no other", async () => {
    expect((await problems(known(["apptest:7"], {}))).join("\n")).not.toContain("ATS_");
    const both = (await problems(known(["apptest:7", "ats:S/J"], {}))).join("\n");
    expect(both).toMatch(/ATS_API_TOKEN/);
    expect(both).toMatch(/APPTEST_ACCESS_KEY/);
  });
});

describe("a command without a provider", () => {
  const table: InputTable = { port: { type: "integer", min: 0, max: 65_535, default: 4010, doc: "" } };
  const own = (...args: string[]) => readOwnOptions(readCommandLine(["sandbox", ...args], [table]), {}, table);
  it("reads its own options", () => {
    expect(own()).toEqual({ port: 4010 });
    expect(own("--port", "0")).toEqual({ port: 0 });
  });
  it("names every problem", async () => {
    const found = await problems(Promise.resolve().then(() => own("extra", "--port", "99999", "--sped", "1")));
    expect(found).toHaveLength(3);
  });
});
