import type { CallContext } from "@remotest/core";
import { assert, describe, expect, it } from "vitest";
import { apptest } from "./provider.ts";
import { junit, passed, twin } from "./results.fixture.ts";

const context: CallContext = { signal: new AbortController().signal, onUpload: () => undefined };
const account = { baseUrl: "https://apptest.example", userId: "u", accessKey: "k" };
const run = { ref: "apptest:77" };

/** Makes a connection to a service that gives one answer after the other, for status and results; the last one stays. */
function connect(statuses: readonly object[], results: readonly object[]): ReturnType<typeof apptest.connect> {
  const asked = { polled: 0, result: 0 };
  const next = (answers: readonly object[], time: number): object => answers[Math.min(time, answers.length - 1)] ?? {};
  const fetch = async (input: Request | string): Promise<Response> => {
    const isResult = (typeof input === "string" ? input : input.url).endsWith("/result");
    const data = isResult ? next(results, asked.result++) : next(statuses, asked.polled++);
    return new Response(JSON.stringify({ data, result_code: 0, result_msg: "", reason: "" }));
  };
  return apptest.connect(account, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 });
}

const polled = (testset_status: string, given: Record<string, number>): object => {
  const none = { error_cnt: 0, fail_cnt: 0, initializing_cnt: 0, pass_cnt: 0, running_cnt: 0, stop_cnt: 0 };
  const total_test_cnt = Object.values(given).reduce((sum, count) => sum + count, 0);
  return { testset_status, testset_status_detail: { ...none, total_test_cnt, ...given } };
};
const green = { complete: true, result_xml: junit(passed, passed) };

describe("the status check after the results must agree with the one before", () => {
  const call = async (statuses: readonly object[], results: readonly object[] = [green]): Promise<unknown> => {
    const connection = connect(statuses, results);
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    let outcome: unknown;
    for (let times = 0; times < results.length; times++)
      outcome = await connection.results(run, finished, context).catch((error: unknown) => error);
    return outcome;
  };

  it.each([
    { first: { running_cnt: 2 }, second: polled("Aborted", { pass_cnt: 2 }), code: "apptest-contradiction" },
    { first: { running_cnt: 2 }, second: polled("Running", { pass_cnt: 2 }), code: "apptest-incomplete" },
    { first: { running_cnt: 2 }, second: polled("Running", { initializing_cnt: 2 }), code: "apptest-incomplete" },
    {
      first: { fail_cnt: 1, running_cnt: 1 },
      second: polled("Complete", { pass_cnt: 2 }),
      code: "apptest-contradiction",
    },
    {
      first: { error_cnt: 1, running_cnt: 1 },
      second: polled("Complete", { pass_cnt: 2 }),
      code: "apptest-contradiction",
    },
    {
      first: { stop_cnt: 1, running_cnt: 1 },
      second: polled("Complete", { pass_cnt: 2 }),
      code: "apptest-contradiction",
    },
    { first: { running_cnt: 3 }, second: polled("Complete", { pass_cnt: 2 }), code: "apptest-contradiction" },
  ])("$first, and then $second: $code", async ({ first, second, code }) => {
    const retry = code === "apptest-incomplete" ? "later" : "never";
    expect(await call([polled("Complete", first), second])).toMatchObject({ code, retry });
  });

  it("counts that caught up agree", async () => {
    const statuses = [polled("Complete", { pass_cnt: 1, running_cnt: 1 }), polled("Complete", { pass_cnt: 2 })];
    expect(await call(statuses)).toMatchObject({ testRun: { conclusion: { kind: "unstated" } } });
  });

  it("even if the results had to be requested again", async () => {
    const statuses = [{ running_cnt: 2 }, { fail_cnt: 1, running_cnt: 1 }, { pass_cnt: 2 }];
    const unreadable = { complete: true, result_xml: "<testsuites>" };
    const outcome = await call(
      statuses.map((counts) => polled("Complete", counts)),
      [unreadable, green],
    );
    expect(outcome).toMatchObject({ code: "apptest-contradiction" });
  });
});

describe("an answer that cannot be read", () => {
  const whole = polled("Complete", { pass_cnt: 2 });
  it.each([
    { title: "that counts a failure", answer: { ...polled("Complete", { fail_cnt: 2 }), aborted: 1 }, notPassed: true },
    { title: "that was aborted", answer: { ...whole, aborted: true }, notPassed: true },
    { title: "that is running", answer: { ...polled("Running", { fail_cnt: 1 }), aborted: 1 }, notPassed: undefined },
    { title: "that reports no failure", answer: { ...whole, testset_status: 1 }, notPassed: undefined },
  ])("of a status check $title: $notPassed", async ({ answer, notPassed }) => {
    const error: unknown = await connect([answer], [])
      .poll(run, context)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "apptest-unreadable", notPassed });
    if (notPassed) expect(error).toMatchObject({ evidence: [{ name: "answer.json" }] });
  });

  it.each([
    { title: "in an unknown part", answer: { ...green, aborted: true }, notPassed: true },
    { title: "in the results", answer: { ...green, complete: 1, result_xml: junit("<failure/>") }, notPassed: true },
    { title: "in the XML", answer: { complete: true, result_xml: junit("<aborted/>") }, notPassed: true },
    { title: "in the JSON", answer: { complete: true, result_json: twin({ odd: "aborted" }) }, notPassed: true },
    { title: "nowhere", answer: { ...green, complete: 1, result_html: 'x="\\"> An error' }, notPassed: undefined },
  ])("of results reports a failure $title: $notPassed", async ({ answer, notPassed }) => {
    const connection = connect([whole], [answer]);
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    const error: unknown = await connection.results(run, finished, context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ retry: "later", notPassed });
  });
});
