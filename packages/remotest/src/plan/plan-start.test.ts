import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { listed, worded } from "@remotest/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerNames } from "../providers/load-provider.ts";
import { accounts, known, problems, start } from "./plans.fixture.ts";

let folder: string;
let app: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-plan-"));
  app = join(folder, "shop.apk");
  await writeFile(app, "app");
});
afterAll(() => rm(folder, { recursive: true }));

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
