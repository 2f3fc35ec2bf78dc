import { gate } from "@remotest/core";
import type { TestRun, Transport } from "@remotest/core";
import { describe, expect, test } from "vitest";
import { browserstack } from "./provider.ts";

type Json = Readonly<Record<string, unknown>>;
const context = { signal: AbortSignal.timeout(20_000), onUpload: () => undefined };
const id = "d1cd8ab2e5ee4ec4b4c4a0a5a1b1e1f1a2b3c4d5";
const token = "5cret70ken";

const aCase = (status: string, more: Json = {}): Json => ({
  name: "addsToCart",
  status,
  duration: "2.057",
  id: "case1",
  video: `https://www.browserstack.com/s3-upload/v.mp4?auth_token=${token}#t=0,5`,
  instrumentation_log:
    "https://api.browserstack.com/app-automate/espresso/builds/b/sessions/tests/t/instrumentationlogs",
  ...more,
});

/** A device of a build on which each session has one test, which passed. */
const aDevice = (device: string, ...ids: readonly string[]): Json => ({
  device,
  sessions: ids.map((session) => ({ id: session, status: "passed", testcases: { count: 1, status: { passed: 1 } } })),
});

const claimsRerun = {
  input_capabilities: {
    devices: ["Google Pixel 9-16.0"],
    testOrchestrationOptions: { rerunPreviouslyFailed: { enabled: true, sourceBuildId: "b0" } },
  },
};

/** A build of one session as the service would describe it, with some of it replaced. */
interface BuildAnswers {
  readonly build?: Json;
  readonly state?: Json;
  readonly session?: Json;
  readonly cases?: readonly Json[];
  readonly report?: string;
}

function answers({
  build = {},
  state = {},
  session = {},
  cases = [aCase("passed")],
  report = "",
}: BuildAnswers): Transport["fetch"] {
  const status: Record<string, number> = {};
  for (const each of cases) status[String(each["status"])] = (status[String(each["status"])] ?? 0) + 1;
  const testcases = { count: cases.length, status };
  const ofSession = {
    id: "s1",
    status: "passed",
    testcases: { ...testcases, data: [{ class: "CartTest", testcases: cases }] },
  };
  const device = {
    device: "Google Pixel 9",
    os_version: "16.0",
    sessions: [{ id: "s1", status: "passed", duration: 62, testcases, ...state }],
  };
  const whole = {
    id,
    status: "passed",
    duration: 83,
    input_capabilities: { devices: ["Google Pixel 9-16.0"] },
    devices: [device],
    ...build,
  };
  return async (input) => {
    const url = typeof input === "string" ? input : input.url;
    if (url.endsWith("/report")) return new Response(report, { status: report === "" ? 404 : 200 });
    const [, sessionId = ""] = /\/sessions\/([^/]+)$/.exec(url) ?? [];
    return Response.json(sessionId === "" ? whole : { ...ofSession, id: sessionId, ...session });
  };
}

/** @param before what status checks have said of the build, one after the other */
async function resultsAfter(before: readonly BuildAnswers[], said: BuildAnswers): Promise<TestRun> {
  const all = [...before, said].map(answers);
  let polls = 0;
  const fetch: Transport["fetch"] = (input, init) =>
    (all[Math.min(polls, before.length)] ?? answers(said))(input, init);
  const account = { baseUrl: "https://api-cloud.browserstack.com", username: "me", accessKey: "k3y" };
  const connection = browserstack.connect(account, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 20 });
  const run = browserstack.parseReference(`espresso/${id}`) ?? expect.unreachable();
  for (; polls < before.length; polls++) await connection.poll(run, context);
  return (await connection.results(run, { status: "finished", progress: {} }, context)).testRun;
}

/** @param rerunOf the build of which Remotest itself has sent this rerun */
async function resultsOf(
  said: BuildAnswers,
  framework = "espresso",
  rerunOf?: string,
): Promise<{ readonly testRun: TestRun; readonly files: string }> {
  const transport = { fetch: answers(said), agentFor: () => undefined, maxResponseBytes: 2 ** 20 };
  const account = { baseUrl: "https://api-cloud.browserstack.com", username: "me", accessKey: "k3y" };
  const run = browserstack.parseReference(`${framework}/${id}`) ?? expect.unreachable();
  const connection = browserstack.connect(account, transport);
  const known = rerunOf === undefined ? run : { ...run, rerunOf: `browserstack:${framework}/${rerunOf}` };
  const { testRun, files } = await connection.results(known, { status: "finished", progress: {} }, context);
  return { testRun, files: JSON.stringify(files) };
}

const verdict = (testRun: TestRun): string => gate(testRun, { failOn: "failed", maxFailures: { count: 0 } }).kind;

describe("what a status check has said", () => {
  const running = { build: { status: "running" } };
  const two = { devices: [aDevice("Google Pixel 9-16.0", "s1"), aDevice("Samsung Galaxy S24-14.0", "s2")] };

  test("counts: a device that is not there any more is missing", async () => {
    const testRun = await resultsAfter([{ build: { status: "running", ...two } }], {});
    expect(testRun.conclusion).toEqual({
      kind: "cut-short",
      message: "BrowserStack ran the tests on 1 of 2 devices",
    });
  });

  test("counts: a shard that is not there any more is missing", async () => {
    const devices = [aDevice("Google Pixel 9-16.0", "s1", "s2")];
    const testRun = await resultsAfter([{ build: { status: "running", devices } }], {});
    expect(testRun.conclusion).toMatchObject({ kind: "cut-short" });
  });

  test.each(["failed", "error", "timedout", "skipped"])("is not taken back: a session that was %s", async (status) => {
    const before = { ...running, state: { status } };
    await expect(resultsAfter([before], {})).rejects.toMatchObject({
      code: "browserstack-contradiction",
      notPassed: true,
      message: expect.stringContaining(`"${status}", and then "passed"`) as string,
    });
    const other = { build: { devices: [aDevice("Google Pixel 9-16.0", "s2")] } };
    await expect(resultsAfter([before, running], other)).rejects.toMatchObject({ notPassed: true });
  });

  test("may become better while nothing has failed", async () => {
    const queued = { build: { status: "queued" }, state: { status: "queued", testcases: null } };
    expect(verdict(await resultsAfter([queued, { ...running, state: { status: "running" } }], {}))).toBe("passed");
  });
});

describe("a build", () => {
  test("of which everything has passed is a pass, with links that need a login", async () => {
    const { testRun, files } = await resultsOf({});
    expect(verdict(testRun)).toBe("passed");
    expect(testRun).toMatchObject({ conclusion: { kind: "passed" }, durationMs: 83_000 });
    expect(testRun.suites).toMatchObject([
      {
        name: "Google Pixel 9-16.0 / CartTest",
        cases: [{ name: "addsToCart", outcome: "passed", durationMs: 2057 }],
      },
    ]);
    const labels = testRun.suites[0]?.cases[0]?.links.map(({ label }) => label);
    expect(labels).toEqual(["Session at BrowserStack", "Instrumentation log"]);
    expect(JSON.stringify(testRun) + files).not.toContain(token);
  });

  const notPassed: readonly { readonly title: string; readonly said: BuildAnswers; readonly framework?: string }[] = [
    ...["done", "completed", "timeout", "failed", "error", "timedout", "skipped"].map((status) => ({
      title: `with the status ${status}`,
      said: { build: { status } },
    })),
    ...["failed", "error", "timedout", "skipped", "done", "aborted", "queued", "PASS"].map((status) => ({
      title: `with a case that is ${status}`,
      said: { cases: [aCase(status)] },
    })),
    { title: "with a passed case that has an error", said: { cases: [aCase("passed", { error: "crashed" })] } },
    {
      title: "with a passed case that tells of a failure",
      said: { cases: [aCase("passed", { failure_reason: "x" })] },
    },
    { title: "with a session state that has an error", said: { state: { error: "Could not start" } } },
    { title: "with counts that tell of a failure", said: { state: { testcases: { count: 1, crashed: 1 } } } },
    {
      title: "with a device that tells of a failure",
      said: { build: { devices: [{ ...aDevice("Google Pixel 9-16.0", "s1"), failure_reason: "battery" }] } },
    },
    {
      title: "with a class that tells of a failure",
      said: {
        session: {
          testcases: { count: 1, data: [{ class: "CartTest", crashed: "yes", testcases: [aCase("passed")] }] },
        },
      },
    },
    { title: "without a case", said: { cases: [] } },
    { title: "without a device", said: { build: { devices: [] } } },
    {
      title: "with a device that has no session",
      said: { build: { devices: [{ device: "Pixel", os_version: "16", sessions: [] }] } },
    },
    {
      title: "on fewer devices than were asked for",
      said: { build: { input_capabilities: { devices: ["Google Pixel 9-16.0", "Samsung Galaxy S24-14.0"] } } },
    },
    {
      title: "with fewer sessions than shards that were asked for",
      said: {
        build: { input_capabilities: { devices: ["Google Pixel 9-16.0"], shards: { numberOfShards: "2" } } },
      },
    },
    ...[undefined, null, {}, { devices: [] }, { devices: "Google Pixel 9-16.0" }].map((input_capabilities) => ({
      title: `that does not say on which devices it was to run, but ${JSON.stringify(input_capabilities)}`,
      said: { build: { input_capabilities } },
    })),
    ...[{}, true, 2, { numberOfShards: "many" }, { numberOfShards: 0 }].map((shards) => ({
      title: `that has the shards ${JSON.stringify(shards)}`,
      said: { build: { input_capabilities: { devices: ["Google Pixel 9-16.0"], shards } } },
    })),
    {
      title: "of shards that does not say how many",
      said: { build: { devices: [{ ...aDevice("Google Pixel 9", "s1"), sharding: true }] } },
    },
    {
      title: "with fewer sessions than shards on one of two devices",
      said: {
        build: {
          input_capabilities: { devices: ["A", "B"], shards: { numberOfShards: 2 } },
          devices: [aDevice("A", "s1", "s2"), aDevice("B", "s3")],
        },
      },
    },
    ...["xcuitest", "maestro"].flatMap((framework) => [
      {
        title: `of ${framework} that claims to be a rerun, with a skipped session`,
        said: {
          build: claimsRerun,
          state: { status: "skipped" },
          session: { status: "skipped" },
          cases: [aCase("skipped")],
        },
        framework,
      },
      {
        title: `of ${framework} that claims to be a rerun, with a device without a session`,
        said: { build: { ...claimsRerun, devices: [aDevice("A", "s1"), aDevice("B")] } },
        framework,
      },
      {
        title: `of ${framework} that claims to be a rerun, with a test that was not run`,
        said: { build: claimsRerun, cases: [aCase("passed"), aCase("not-run (retry-failures)")] },
        framework,
      },
      {
        title: `of ${framework} that claims to be a rerun, without a test`,
        said: { build: claimsRerun, cases: [] },
        framework,
      },
      {
        title: `of ${framework} that claims to be a rerun, with fewer sessions than shards`,
        said: {
          build: {
            input_capabilities: { ...claimsRerun.input_capabilities, shards: { numberOfShards: 2 } },
            devices: [aDevice("A", "s1")],
          },
        },
        framework,
      },
    ]),
    {
      title: "whose tests are counted nowhere",
      said: {
        state: { testcases: undefined },
        session: { testcases: { data: [{ class: "CartTest", testcases: [aCase("passed")] }] } },
      },
    },
    { title: "that tells of a failure in a part that is not known", said: { build: { failure: "infrastructure" } } },
    { title: "whose session has an error", said: { session: { error: "Could not start a session" } } },
    ...["failed", "error", "skipped", "timedout", "done"].map((status) => ({
      title: `whose session is ${status}`,
      said: { state: { status }, session: { status } },
    })),
  ];
  test.each(notPassed)("$title is not a pass", async ({ said, framework }) => {
    expect(verdict((await resultsOf(said, framework)).testRun)).toBe("failed");
  });

  test("has no token of a link in what it says", async () => {
    const link = `see https://x/v?t=1&auth_token=${token}`;
    const build = { devices: [{ ...aDevice("A", "s1"), device: link }] };
    const said = { name: link, error: link };
    const { testRun, files } = await resultsOf({ build, session: { error: link }, cases: [aCase("passed", said)] });
    expect(JSON.stringify(testRun)).toContain("auth_token=***");
    expect(JSON.stringify(testRun) + files).not.toContain(token);
  });

  test("that claims to be a rerun keeps its skipped tests in the report", async () => {
    const cases = [aCase("passed"), aCase("skipped", { name: "pays", id: "case2" })];
    const { testRun } = await resultsOf({ build: claimsRerun, cases }, "xcuitest");
    expect(testRun.suites[0]?.cases.map(({ outcome }) => outcome)).toEqual(["passed", "skipped"]);
    expect(testRun.warnings).toEqual([]);
  });

  test.each([
    { title: "two devices", input: { devices: ["A", "B"] }, devices: [aDevice("A", "s1"), aDevice("B", "s2")] },
    { title: "no shards", input: { devices: ["A"], shards: null }, devices: [aDevice("A", "s1")] },
    {
      title: "two shards",
      input: { devices: ["A"], shards: { numberOfShards: 2 } },
      devices: [{ ...aDevice("A", "s1", "s2"), sharding: true }],
    },
  ])("on $title is a pass", async ({ input, devices }) => {
    const said = { build: { input_capabilities: input, devices } };
    expect(verdict((await resultsOf(said)).testRun)).toBe("passed");
  });

  test.each([
    { title: "more cases than it names", said: { state: { testcases: { count: 2, status: { passed: 2 } } } } },
    { title: "more passed cases than it names", said: { state: { testcases: { status: { passed: 2 } } } } },
    {
      title: "one session on two devices",
      said: {
        build: {
          devices: ["Google Pixel 9", "Samsung Galaxy S24"].map((device) => ({
            device,
            sessions: [{ id: "s1", status: "passed", testcases: { count: 1, status: { passed: 1 } } }],
          })),
        },
      },
    },
    { title: "a failed case that it does not name", said: { state: { testcases: { status: { failed: 1 } } } } },
    { title: "another status of a session than the session itself", said: { state: { status: "failed" } } },
    { title: "a session that still runs", said: { state: { status: "running" } } },
    { title: "a status that is not final", said: { build: { status: "running" } } },
    { title: "a session with a word in no documentation", said: { state: { status: "archived" } } },
  ])("that has $title has no results yet", async ({ said }) => {
    await expect(resultsOf(said)).rejects.toMatchObject({ name: "ProviderError", retry: "later" });
  });

  test.each<BuildAnswers>([
    { build: { id: undefined } },
    { build: { id: "another" } },
    { session: { id: undefined } },
    { session: { id: "another" } },
  ])("or a session that does not say that it is the one asked for is not read: %j", async (said) => {
    await expect(resultsOf(said)).rejects.toMatchObject({ name: "ProviderError" });
  });

  test("has the reasons of failures from the JUnit report, and not its tokens", async () => {
    const report = `<testsuites><testsuite><testcase name="addsToCart" test_id="case1" video_url="https://x/v?auth_token=${token}"><failure>expected &lt;1&gt;</failure></testcase></testsuite></testsuites>`;
    const said = { build: { status: "failed" }, state: { status: "failed" }, session: { status: "failed" } };
    const { testRun, files } = await resultsOf({ ...said, cases: [aCase("failed")], report });
    expect(testRun.suites[0]?.cases[0]).toMatchObject({ outcome: "failed", message: "expected <1>" });
    expect(files).not.toContain(token);
    const without = await resultsOf({ ...said, cases: [aCase("failed")], report: "<testsuites><broken" });
    expect(without.testRun.suites[0]?.cases[0]).toMatchObject({ outcome: "failed" });
  });
});

test.each([
  { build: "failed", session: "queued", wanted: { status: "running" } },
  { build: "failed", session: "running", wanted: { status: "running" } },
  { build: "passed", session: "running", wanted: { status: "running" } },
  { build: "failed", session: "passed", wanted: { status: "finished" } },
  { build: "failed", session: "archived", wanted: { status: "finished" } },
  { build: "aborted", session: "running", wanted: { status: "unrecognised", says: "aborted", notPassed: true } },
])("a build that is $build with a session that is $session is $wanted.status", async ({ build, session, wanted }) => {
  const transport = {
    fetch: answers({ build: { status: build }, state: { status: session } }),
    agentFor: () => undefined,
    maxResponseBytes: 2 ** 20,
  };
  const account = { baseUrl: "https://api-cloud.browserstack.com", username: "me", accessKey: "k3y" };
  const run = browserstack.parseReference(`espresso/${id}`) ?? expect.unreachable();
  expect(await browserstack.connect(account, transport).poll(run, context)).toMatchObject(wanted);
});

describe("a rerun", () => {
  test.each(["not-run (retry-failures)", "not_run", "skipped"])(
    "leaves out a case that is %s: its earlier result stays",
    async (status) => {
      const cases = [aCase("passed"), aCase(status, { name: "pays", id: "case2" })];
      const { testRun } = await resultsOf({ build: claimsRerun, cases }, "xcuitest", "b0");
      expect(testRun.suites.flatMap(({ cases: all }) => all.map(({ name }) => name))).toEqual(["addsToCart"]);
      expect(testRun.warnings).toEqual([expect.stringContaining("reran only what did not pass in b0; 1 tests")]);
    },
  );
  test("with a case that failed again is not a pass", async () => {
    const state = { state: { status: "failed" }, session: { status: "failed" } };
    const said = { build: { ...claimsRerun, status: "failed" }, ...state, cases: [aCase("failed")] };
    const { testRun } = await resultsOf(said, "xcuitest", "b0");
    expect(verdict(testRun)).toBe("failed");
  });
});
