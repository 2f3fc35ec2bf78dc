import { setTimeout as sleep } from "node:timers/promises";
import {
  type CallContext,
  type ProviderError,
  type RunHandle,
  type Transport,
  UnknownStartError,
} from "@remotest/core";
import { startSandbox } from "@remotest/sandbox";
import { describe, expect, it } from "vitest";
import { mta } from "./provider.ts";

const context: CallContext = { signal: AbortSignal.timeout(20_000), onUpload: () => undefined };
const id = "5552275f-0733-4afa-b109-7dee0cf1eda9";
const run: RunHandle = { ref: `mta:${id}/28/19` };
const account = { username: "demo", password: "demo" };

interface SentRequest {
  readonly path: string;
  readonly method: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Returns a connection to a service that answers each path with the next of these. */
function connected(answers: Readonly<Record<string, readonly unknown[]>>) {
  const sent: SentRequest[] = [];
  const times = new Map<string, number>();
  const fetch: Transport["fetch"] = async (input, init) => {
    const url = new URL(typeof input === "string" ? input : input.url);
    const path = `${url.pathname.replace("/rest/mta/api", "")}${url.search}`;
    sent.push({
      path,
      method: init?.method ?? "",
      body: typeof init?.body === "string" ? init.body : undefined,
      headers: init?.headers as Record<string, string>,
    });
    const time = times.get(path) ?? 0;
    times.set(path, time + 1);
    const all = answers[path] ?? expect.unreachable(`nothing is at ${path}`);
    const answer = all[Math.min(time, all.length - 1)];
    if (answer instanceof Response) return answer.clone();
    return new Response(typeof answer === "string" ? answer : JSON.stringify(answer));
  };
  const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 20 };
  return { connection: mta.connect({ baseUrl: "https://mta.example.com", ...account }, transport), sent };
}

const finished = { status: "finished", progress: {} } as const;
const thrown = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    (value) => expect.unreachable(`it resolved: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );

describe("a start", () => {
  const started = { TestRunExecutionId: id };
  it.each([
    {
      start: { configuration: "28", applicationInstance: ["19", "21"] },
      path: "/testconfigurations/28/execute",
      body: { Coverage: false, ApplicationInstances: [{ Key: "19" }, { Key: "21" }] },
      ref: `mta:${id}/28/19,21`,
    },
    {
      start: {
        configuration: "28",
        applicationInstance: ["19"],
        scope: "changed-and-failed",
        coverage: true,
        retentionDays: 7,
      },
      path: "/testconfigurations/28/execute?retentionPeriodInDays=7",
      body: { Coverage: true, ExecutionScope: "Changed_Failed", ApplicationInstances: [{ Key: "19" }] },
      ref: `mta:${id}/28/19/7d/coverage`,
    },
    {
      start: { suite: "32", applicationInstance: ["8"] },
      path: "/testsuites/32/execute",
      body: [{ Key: "8" }],
      ref: `mta:${id}`,
    },
    {
      start: { case: "96", applicationInstance: ["8"] },
      path: "/testcases/96/execute",
      body: [{ Key: "8" }],
      ref: `mta:${id}`,
    },
  ])("of $start sends what the page says", async ({ start, path, body, ref }) => {
    const { connection, sent } = connected({ [path]: [started] });
    expect(await connection.start(start, "n", context)).toEqual({ ref, name: "n" });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ path, method: "POST" });
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual(body);
    expect(sent[0]?.headers).toMatchObject({
      "content-type": "application/json",
      authorization: `Basic ${btoa("demo:demo")}`,
    });
  });

  const start = { configuration: "28", applicationInstance: ["19"] };
  const path = "/testconfigurations/28/execute";
  it("keeps the id, whatever the status", async () => {
    const { connection } = connected({ [path]: [new Response(JSON.stringify(started), { status: 500 })] });
    expect(await connection.start(start, "n", context)).toMatchObject({ ref: `mta:${id}/28/19` });
  });

  it.each<{ title: string; answer: unknown }>([
    { title: "an empty answer", answer: "" },
    { title: "an object without an id", answer: {} },
    { title: "an id that is not text", answer: { TestRunExecutionId: 7 } },
    { title: "an empty id", answer: { TestRunExecutionId: "" } },
    { title: "an id with a blank", answer: { TestRunExecutionId: "a b" } },
    { title: "two ids", answer: `{"TestRunExecutionId":"${id}","TestRunExecutionId":"x"}` },
    { title: "an answer that is cut off", answer: `{"TestRunExecutionId":"${id}` },
    { title: "a refusal that mentions an id", answer: new Response(`{"TestRunExecutionId":"${id}`, { status: 400 }) },
    { title: "a web page", answer: "<!DOCTYPE html><h1>Welcome</h1>" },
    { title: "500", answer: new Response("see message", { status: 500 }) },
    { title: "408", answer: new Response("", { status: 408 }) },
    { title: "409", answer: new Response("", { status: 409 }) },
  ])("is unknown after $title", async ({ answer }) => {
    const { connection, sent } = connected({ [path]: [answer] });
    expect(await thrown(connection.start(start, "n", context))).toBeInstanceOf(UnknownStartError);
    expect(sent).toHaveLength(1);
  });

  it.each([400, 401, 403, 404])("that is refused with %i started nothing, and says what to check", async (status) => {
    const { connection } = connected({ [path]: [new Response("InvalidInput", { status })] });
    const error = await thrown(connection.start(start, "n", context));
    expect(error).toMatchObject({ name: "ProviderError", retry: "never", code: `mta-http-${status}` });
    expect((error as ProviderError).next).toMatch(status < 404 && status > 400 ? /MTA_PASSWORD/ : /--configuration/);
  });
});

describe("a status check", () => {
  it.each<{ answer: unknown; state: object }>([
    { answer: {}, state: { status: "queued" } },
    { answer: { TestRunExecutionId: id }, state: { status: "queued" } },
    { answer: { TestRunExecutionId: id, TestConfigurationName: "c" }, state: { status: "queued" } },
    { answer: { TestRunExecutionId: id, Result: "" }, state: { status: "queued" } },
    { answer: { TestRunExecutionId: id, Result: null }, state: { status: "queued" } },
    { answer: { TestRunExecutionId: id.toUpperCase(), Result: "Running" }, state: { status: "running" } },
    { answer: { Result: "Pass" }, state: { status: "finished" } },
    { answer: { Result: "AssertsFailed" }, state: { status: "finished" } },
    { answer: { Result: "ERROR" }, state: { status: "finished" } },
    { answer: { Result: "StoppedByUser" }, state: { status: "finished" } },
    { answer: { Result: "Waiting" }, state: { status: "unrecognised", says: "Waiting" } },
    { answer: { Result: "Aborted" }, state: { status: "unrecognised", says: "Aborted", notPassed: true } },
  ])("that says $answer is $state.status", async ({ answer, state }) => {
    const { connection } = connected({ [`/testruns/${id}`]: [answer] });
    expect(await connection.poll(run, context)).toMatchObject(state);
  });

  it.each<{ title: string; answer: unknown }>([
    { title: "another run", answer: { TestRunExecutionId: "9724158a-a002-49a2-b4b7-79f18fbc9b15", Result: "Pass" } },
    { title: "an error", answer: { error: { code: 404, message: "not found" } } },
    { title: "nothing that is known", answer: { hello: "world" } },
    { title: "a result that is not text", answer: { Result: true } },
    { title: "two results", answer: '{"Result":"Pass","Result":"ERROR"}' },
    { title: "a list", answer: [] },
    { title: "a web page", answer: "<html>" },
    { title: "an additional failure", answer: { TestRunExecutionId: id, Result: "Pass", FailedCases: 3 } },
  ])("that is about $title is asked again", async ({ answer }) => {
    const { connection } = connected({ [`/testruns/${id}`]: [answer] });
    expect(await thrown(connection.poll(run, context))).toMatchObject({ name: "ProviderError", retry: "later" });
  });

  it("ignores an additional field that says nothing of the result", async () => {
    const { connection } = connected({ [`/testruns/${id}`]: [{ Result: "Pass", Colour: "blue", RetryCount: 0 }] });
    expect(await connection.poll(run, context)).toEqual(finished);
  });

  it("404: the run is not there, or not yet", async () => {
    const { connection } = connected({ [`/testruns/${id}`]: [new Response("no", { status: 404 })] });
    expect(await thrown(connection.poll(run, context))).toMatchObject({ retry: "never", notYet: true });
  });
});

describe("results", () => {
  const suites = `/testsuiteruns?testrunExecutionId=${id}`;
  const cases = (key: number): string => `/testcaseruns?testsuiterunKey=${key}`;
  const pass = { TestRunExecutionId: id, Result: "Pass" };
  const complete = {
    [`/testruns/${id}`]: [pass],
    [suites]: [[{ Key: 42, Sequence: 1, Name: "S", Result: "Pass" }]],
    [cases(42)]: [[{ Key: 119, Sequence: 1, Name: "a", Result: "Pass", ResultMessage: "" }]],
  };

  it("come with the answers as they were", async () => {
    const { connection } = connected(complete);
    const { testRun, files } = await connection.results(run, finished, context);
    expect(testRun.conclusion).toEqual({ kind: "passed" });
    const [file] = files ?? [];
    expect(JSON.parse(String(file?.content))).toMatchObject({ testrun: pass, testcaseruns: { "42": [{ Key: 119 }] } });
  });

  it("are fetched again only where a request failed", async () => {
    const two = [
      { Key: 42, Sequence: 1, Name: "S", Result: "Pass" },
      { Key: "43", Sequence: "2", Name: "T", Result: "Pass" },
    ];
    const one = [{ Key: "1", Name: "b", Result: "Pass" }];
    const { connection, sent } = connected({
      ...complete,
      [suites]: [two],
      [cases(43)]: [new Response("no", { status: 503 }), one],
    });
    expect(await thrown(connection.results(run, finished, context))).toMatchObject({ retry: "later" });
    const { testRun } = await connection.results(run, finished, context);
    expect(testRun.suites.map(({ name, cases: each }) => [name, each.length])).toEqual([
      ["S", 1],
      ["T", 1],
    ]);
    expect(sent.filter(({ path }) => path === cases(42))).toHaveLength(1);
  });

  it.each<{ title: string; answers: Readonly<Record<string, readonly unknown[]>>; wanted: object }>([
    {
      title: "the run is running again",
      answers: { [`/testruns/${id}`]: [{ Result: "Running" }] },
      wanted: { retry: "later" },
    },
    { title: "the suites are not a list", answers: { [suites]: [{}] }, wanted: { retry: "later" } },
    {
      title: "two suites have one key",
      answers: {
        [suites]: [
          [
            { Key: 1, Name: "a" },
            { Key: "1", Name: "b" },
          ],
        ],
      },
      wanted: { retry: "later" },
    },
    {
      title: "a case has no key",
      answers: { [cases(42)]: [[{ Name: "a", Result: "Pass" }]] },
      wanted: { retry: "later" },
    },
    {
      title: "a case failed in a run that passed",
      answers: { [cases(42)]: [[{ Key: 1, Name: "a", Result: "Fail" }]] },
      wanted: { retry: "never", notPassed: true, evidence: [expect.objectContaining({ name: "results.json" })] },
    },
  ])("are not a pass if $title", async ({ answers, wanted }) => {
    const { connection } = connected({ ...complete, ...answers });
    expect(await thrown(connection.results(run, finished, context))).toMatchObject({
      name: "ProviderError",
      ...wanted,
    });
  });

  it("are not a pass if a status check said something else before", async () => {
    const { connection } = connected({ ...complete, [`/testruns/${id}`]: [{ Result: "AssertsFailed" }, pass] });
    await connection.poll(run, context);
    const error = await thrown(connection.results(run, finished, context));
    expect(error).toMatchObject({ code: "mta-untrusted-results", retry: "never" });
  });
});

describe("a rerun", () => {
  it("asks for FailedOnly, with what the reference says", async () => {
    const path = "/testconfigurations/28/execute?retentionPeriodInDays=3";
    const { connection, sent } = connected({ [path]: [{ TestRunExecutionId: id }] });
    if (connection.rerun === "unsupported") throw new TypeError("MTA reruns");
    const again = await connection.rerun({ ref: `mta:old/28/19,21/3d/coverage` }, context);
    expect(again.ref).toBe(`mta:${id}/28/19,21/3d/coverage`);
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual({
      Coverage: true,
      ExecutionScope: "FailedOnly",
      ApplicationInstances: [{ Key: "19" }, { Key: "21" }],
    });
  });

  it("of a suite, a case or a run from elsewhere is refused, and nothing is sent", async () => {
    const { connection, sent } = connected({});
    if (connection.rerun === "unsupported") throw new TypeError("MTA reruns");
    const error = await thrown(connection.rerun({ ref: `mta:${id}` }, context));
    expect(error).toMatchObject({ code: "mta-rerun-unsupported", retry: "never" });
    expect(sent).toEqual([]);
  });
});

describe("a cancelled run", () => {
  it("ends in the sandbox as stopped by a user, and is never a pass", async () => {
    // The run waits for 750 ms, so that a slow machine still finds it waiting.
    const sandbox = await startSandbox({ port: 0, speed: 4 });
    try {
      const transport: Transport = {
        fetch: (input, init) => fetch(input, init),
        agentFor: () => undefined,
        maxResponseBytes: 2 ** 20,
      };
      const connection = mta.connect({ baseUrl: sandbox.url, ...account }, transport);
      const started = await connection.start({ suite: "pass", applicationInstance: ["8"] }, "n", context);
      const { cancel } = connection;
      if (cancel === "unsupported") throw new TypeError("MTA cancels");
      expect(await thrown(cancel(started, context))).toMatchObject({ code: "mta-not-cancelled", retry: "later" });
      while ((await connection.poll(started, context)).status !== "running") await sleep(20);
      expect(await cancel(started, context)).toBe("cancelled");
      expect(await cancel(started, context)).toBe("finished");
      expect(await connection.poll(started, context)).toMatchObject(finished);
      const { testRun } = await connection.results(started, finished, context);
      expect(testRun.conclusion).toMatchObject({ kind: "cut-short" });
    } finally {
      await sandbox.close();
    }
  });

  it.each([401, 403, 429, 500])("%i to the request is the failure of a call", async (status) => {
    const { connection } = connected({
      [`/testruns/${id}`]: [{ Result: "Running" }],
      [`/testruns/${id}/cancel`]: [new Response("", { status })],
    });
    if (connection.cancel === "unsupported") throw new TypeError("MTA cancels");
    expect(await thrown(connection.cancel(run, context))).toMatchObject({ code: `mta-http-${status}` });
  });
});

describe("checking the account", () => {
  it.each([
    { answer: [], wanted: { account: "accepted" } },
    {
      answer: new Response("", { status: 401 }),
      wanted: { code: "mta-http-401", next: expect.stringContaining("MTA_PASSWORD") as string },
    },
    { answer: new Response("", { status: 404 }), wanted: { code: "mta-http-404" } },
    { answer: "<html>", wanted: { code: "mta-unreadable" } },
  ])("$wanted", async ({ answer, wanted }) => {
    const { connection } = connected({ "/testconfigurations": [answer] });
    if (connection.checkAccount === "unsupported") throw new TypeError("MTA checks the account");
    const told: unknown = await connection.checkAccount(context).catch((error: unknown) => error);
    expect(told).toMatchObject(wanted);
  });
});
