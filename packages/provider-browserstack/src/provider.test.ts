import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection, RunHandle, TestRun, Transport } from "@remotest/core";
import { type Sandbox, startSandbox } from "@remotest/sandbox";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check } from "./check.ts";
import { allowedText } from "./build-request.ts";
import { browserstack } from "./provider.ts";

const context = { signal: AbortSignal.timeout(20_000), onUpload: () => undefined };
const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 20 };
const start = { framework: "espresso", app: "bs://f3c874", testSuite: "bs://89c874", device: ["Google Pixel 9-16.0"] };

let sandbox: Sandbox;
let dir: string;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, speed: 100 });
  dir = await mkdtemp(join(tmpdir(), "remotest-browserstack-"));
});
afterEach(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});
const account = () => ({ baseUrl: sandbox.url, username: "demo", accessKey: "demo" });
const connect = () => browserstack.connect(account(), transport);

/** Connects to a service that forgets a device, and that it was asked for it. */
function connectToForgetful(): ReturnType<typeof connect> {
  const forgetful: Transport["fetch"] = async (input, init) => {
    const answer = await fetch(input, init);
    const isBuild = /\/builds\/[0-9a-f]{40}$/.test(typeof input === "string" ? input : input.url);
    if (!isBuild) return answer;
    const { devices, input_capabilities, ...rest } = (await answer.json()) as {
      readonly devices: readonly unknown[];
      readonly input_capabilities: { readonly devices: readonly unknown[] };
    };
    const told = { ...input_capabilities, devices: input_capabilities.devices.slice(0, 1) };
    return Response.json({ ...rest, devices: devices.slice(0, 1), input_capabilities: told });
  };
  return browserstack.connect(account(), { ...transport, fetch: forgetful });
}

async function resultsOf(connection: Connection, run: RunHandle): Promise<TestRun> {
  for (;;) {
    const state = await connection.poll(run, context);
    if (state.status === "finished") return (await connection.results(run, state, context)).testRun;
  }
}

async function ended(connection: Connection, run: RunHandle): Promise<readonly string[]> {
  const { suites } = await resultsOf(connection, run);
  return suites.flatMap(({ cases }) => cases.map(({ outcome }) => outcome));
}

describe("uploads", () => {
  test("of the same bytes happen once for all runs of a process, also at the same time", async () => {
    const [app, suite] = [join(dir, "app.apk"), join(dir, "suite.apk")];
    await writeFile(app, "an app");
    await writeFile(suite, "the tests");
    const { app: _app, testSuite: _suite, ...rest } = start;
    const options = { ...rest, appFile: app, testSuiteFile: suite };
    const names = ["one", "two", "three"];
    await Promise.all(names.map((name) => connect().start(options, name, context)));
    expect(sandbox.journal.filter(({ kind }) => kind === "upload")).toHaveLength(2);
    await writeFile(app, "another app");
    await connect().start(options, "four", context);
    expect(sandbox.journal.filter(({ kind }) => kind === "upload")).toHaveLength(3);
    const bundle = join(dir, "app.aab");
    await writeFile(bundle, "another app");
    await connect().start({ ...options, appFile: bundle }, "five", context);
    expect(sandbox.journal.filter(({ kind }) => kind === "upload")).toHaveLength(4);
    expect(sandbox.starts()).toBe(5);
  });

  test("of the same bytes in another folder happen once, and of a file that has changed since, again", async () => {
    const [here, there] = [join(dir, "here"), join(dir, "there")];
    await mkdir(here);
    await mkdir(there);
    const app = async (folder: string, text: string): Promise<string> => {
      await writeFile(join(folder, "app.apk"), text);
      return join(folder, "app.apk");
    };
    const uploads = async (...files: readonly string[]): Promise<number> => {
      const { app: _app, ...rest } = start;
      await Promise.all(files.map((appFile) => connect().start({ ...rest, appFile }, appFile, context)));
      return sandbox.journal.filter(({ kind }) => kind === "upload").length;
    };
    expect(await uploads(await app(here, "one"), await app(there, "one"))).toBe(1);
    expect(await uploads(await app(there, "two"))).toBe(2);
    expect(await uploads(await app(here, "two"), join(there, "app.apk"))).toBe(2);
  });

  test("that fail start nothing, whatever happened to them", async () => {
    const missing = { ...start, app: undefined, appFile: join(dir, "none.apk") };
    await expect(connect().start(missing, "n", context)).rejects.toMatchObject({ retry: "never" });
    await writeFile(join(dir, "app.apk"), "an app");
    await sandbox.close();
    const gone = { ...start, app: undefined, appFile: join(dir, "app.apk") };
    await expect(connect().start(gone, "n", context)).rejects.toMatchObject({ name: "ProviderError", retry: "later" });
  });
});

test("a start without room is busy: nothing was started, and it may be repeated", async () => {
  const many = { ...start, device: ["A-1", "B-1", "C-1", "D-1", "E-1", "F-1"] };
  await connect().start(many, "slow", context);
  await expect(connect().start(many, "next", context)).rejects.toMatchObject({
    code: "browserstack-no-room",
    busy: true,
    retry: "later",
  });
  expect(sandbox.starts()).toBe(1);
});

test.each(["xcuitest", "maestro"])("a rerun of %s runs what did not pass", async (framework) => {
  const connection = connect();
  const device = ["iPhone 17-26.0", "iPad Air 6-26.0"];
  const run = await connection.start({ ...start, framework, device, shards: 2 }, "flaky", context);
  expect((await ended(connection, run)).filter((outcome) => outcome !== "passed")).toEqual(["failed"]);
  const { rerun } = connection;
  if (rerun === "unsupported") return expect.unreachable();
  const again = { ...(await rerun(run, context)), rerunOf: run.ref };
  expect(again.ref).toMatch(new RegExp(`^browserstack:${framework}/[0-9a-f]{40}$`));
  expect(await ended(connection, again)).toEqual(["passed"]);
});

test.each(["start", "find"])("a device that the service forgot is missing after a %s of this process", async (by) => {
  const connection = connectToForgetful();
  const options = { ...start, device: ["Google Pixel 9-16.0", "Samsung Galaxy S24-14.0"] };
  const name = "[k7x2m9] pass";
  const { find } = connection;
  if (find === "unsupported") return expect.unreachable();
  const run = await (by === "start" ? connection : connect()).start(options, name, context);
  if (by === "find") expect(await find({ options, name, token: "k7x2m9" }, context)).toMatchObject([{ ref: run.ref }]);
  expect((await resultsOf(connection, run)).conclusion).toEqual({
    kind: "cut-short",
    message: "BrowserStack ran the tests on 1 of 2 devices",
  });
});

test("a rerun reads the build before it, and until then it has started nothing", async () => {
  const connection = connect();
  const { rerun } = connection;
  if (rerun === "unsupported") return expect.unreachable();
  const order = { ...start, framework: "maestro" };
  const run = await connection.start(order, "flaky", context);
  await ended(connection, run);
  const steps: string[] = [];
  const prepare = async <T>(work: () => Promise<T>): Promise<T> => {
    const done = await work();
    steps.push(`prepared, ${sandbox.starts()} started`);
    return done;
  };
  await rerun(run, { ...context, prepare });
  expect(steps).toEqual(["prepared, 1 started"]);
  expect(sandbox.starts()).toBe(2);
});

test("a rerun of espresso is refused before anything is sent", async () => {
  const { rerun } = connect();
  if (rerun === "unsupported") return expect.unreachable();
  await expect(rerun({ ref: "browserstack:espresso/b1" }, context)).rejects.toMatchObject({
    code: "browserstack-rerun-unsupported",
    retry: "never",
  });
});

test("a search does not take the build of another token, project or framework", async () => {
  const connection = connect();
  const { find } = connection;
  if (find === "unsupported") return expect.unreachable();
  const run = await connection.start({ ...start, project: "Shop 1" }, "[k7x2m9] pass", context);
  await connection.start({ ...start, project: "Shop 1" }, "pass [k7x2m9]", context);
  const seek = (options: object, token = "k7x2m9"): Promise<readonly string[]> =>
    find({ options: { ...start, ...options }, token, name: "" }, context).then((all) => all.map(({ ref }) => ref));
  expect(await seek({ project: "Shop 1" })).toEqual([run.ref]);
  expect(await seek({})).toEqual([run.ref]);
  expect(await seek({ project: "Other" })).toEqual([]);
  expect(await seek({ framework: "maestro" })).toEqual([]);
  expect(await seek({ project: "Shop 1" }, "bcdfgh")).toEqual([]);
});

test.each([
  ["[k7x2m9] Fix the cart!", "[k7x2m9]-Fix-the-cart"],
  ["장바구니", ""],
  ["a".repeat(300), "a".repeat(100)],
  ["Shop/app: it's [1] @ 2.0 & more_", "Shop/app:-it's-[1]-@-2.0-&-more_"],
])("the tag of %j is %j", (name, tag) => expect(allowedText(name)).toBe(tag));

describe("the check finds", () => {
  const given = { baseUrl: "https://api-cloud.browserstack.com", username: "me", accessKey: "k" };
  test.each([
    { title: "nothing wrong", more: {}, found: 0 },
    { title: "no app", more: { app: undefined }, found: 1 },
    { title: "an app twice", more: { appFile: "none.apk" }, found: 2 },
    { title: "a custom_id", more: { app: "MyApp", testSuite: "bs://" }, found: 2 },
    { title: "filters of other frameworks", more: { onlyTesting: ["A/b"], execute: ["f"], class: ["a.B"] }, found: 2 },
    { title: "an unknown size", more: { size: ["small", "SMALLTEST"] }, found: 1 },
    { title: "devices of both systems", more: { device: ["iPhone 17-26.0", "Pixel 9-16"] }, found: 1 },
    { title: "a device of the other system", more: { device: ["iPhone 17-26.0"] }, found: 1 },
    { title: "no text for the project", more: { project: "장바구니" }, found: 1 },
  ])("$title", async ({ more, found }) => {
    expect(await check(given, { ...start, ...more } as Parameters<typeof check>[1])).toHaveLength(found);
  });
  test.each([{ username: "me:you" }, { accessKey: "k\n1" }, { baseUrl: "https://x.example/?a" }])(
    "what cannot be sent: %j",
    async (wrong) => {
      expect(await check({ ...given, ...wrong }, undefined)).toHaveLength(1);
    },
  );
});
