import type { GetJobStatusResult } from "@remotest/ats-client";
import { count, ProviderError } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { mapResults } from "./map-results.ts";

type Case = NonNullable<GetJobStatusResult["ExecutionDetailsPerTestCase"]>[number];

const testCase = (Name: string, Result: string, more: Partial<Case> = {}): Case => ({ Name, Result, ...more });
const done = (more: Partial<GetJobStatusResult> = {}): GetJobStatusResult => ({
  ExecutionStatus: "Done",
  ExecutionResult: "Passed",
  ErrorMessage: "",
  ExecutionFlags: { Canceled: false, Warning: false },
  ExecutionResultBreakdown: counts(1, 0, 0),
  ExecutionDetailsPerTestCase: [testCase("Log in", "Passed")],
  ...more,
});
const counts = (CountPassed: number, CountNotExecuted: number, CountFailed: number) => ({
  CountPassed,
  CountNotExecuted,
  CountFailed,
});

describe("a finished job as a test run", () => {
  it("has each case with its result, message and duration", () => {
    const testRun = mapResults(
      done({
        ExecutionResult: "Failed",
        ExecutionResultBreakdown: counts(1, 1, 2),
        ExecutionDetailsPerTestCase: [
          testCase("Log in", "Passed", { Duration: "00:00:04" }),
          testCase("Pay <now> & 주문", "Failed", { Duration: "00:01:37", ErrorMessage: "12.50 expected" }),
          testCase("Search", "Failed"),
          testCase("Log out", "Not_Executed"),
        ],
      }),
    );
    const common = { links: [], earlierAttempts: [] };
    expect(testRun).toEqual({
      suites: [
        {
          name: "Mendix ATS",
          cases: [
            { name: "Log in", outcome: "passed", durationMs: 4_000, ...common },
            { name: "Pay <now> & 주문", outcome: "failed", durationMs: 97_000, message: "12.50 expected", ...common },
            { name: "Search", outcome: "failed", message: "Failed; ATS gives no message.", ...common },
            { name: "Log out", outcome: "skipped", message: "Not executed.", ...common },
          ],
        },
      ],
      conclusion: { kind: "failed" },
      warnings: [],
    });
  });

  it("with one case has one", () => {
    expect(count([mapResults(done())])).toMatchObject({ total: 1, passed: 1 });
  });

  it("keeps all cases that have the same name", () => {
    const same = Array.from({ length: 3 }, () => testCase("Log in", "Passed"));
    const testRun = mapResults(done({ ExecutionResultBreakdown: counts(3, 0, 0), ExecutionDetailsPerTestCase: same }));
    expect(count([testRun]).total).toBe(3);
  });
});

describe("the duration, HH:MM:SS", () => {
  it.each([
    { given: "00:00:04", wanted: 4_000 },
    { given: "00:01:37", wanted: 97_000 },
    { given: "23:59:59", wanted: 86_399_000 },
    { given: "24:00:00", wanted: 86_400_000 },
    { given: "100:00:01", wanted: 360_001_000 },
    { given: " 00:00:01.5 ", wanted: 1_500 },
    { given: "1:2:3", wanted: 3_723_000 },
    { given: "00:60:00", wanted: undefined },
    { given: "00:00:61", wanted: undefined },
    { given: "4", wanted: undefined },
    { given: "00:04", wanted: undefined },
    { given: "-00:00:04", wanted: undefined },
    { given: "", wanted: undefined },
  ])("$given is $wanted ms", ({ given, wanted }) => {
    const testRun = mapResults(
      done({ ExecutionDetailsPerTestCase: [testCase("Log in", "Passed", { Duration: given })] }),
    );
    expect(testRun.suites[0]?.cases[0]?.durationMs).toBe(wanted);
  });
});

describe("the conclusion", () => {
  it.each([
    { title: "passed", given: {}, wanted: { kind: "passed" } },
    {
      title: "passed, in capitals and with blanks",
      given: { ExecutionResult: " PASSED " },
      wanted: { kind: "passed" },
    },
    {
      title: "failed, with its message",
      given: { ExecutionResult: "Failed", ErrorMessage: "no Selenium hub" },
      wanted: { kind: "failed", message: "no Selenium hub" },
    },
    {
      title: "failed without flags: a rerun must not make it pass",
      given: { ExecutionResult: "Failed", ExecutionFlags: undefined },
      wanted: { kind: "failed", message: "ATS calls it failed, but does not say whether it was cancelled" },
    },
    { title: "failed although no case failed", given: { ExecutionResult: "Failed" }, wanted: { kind: "failed" } },
    {
      title: "cancelled, whatever the result",
      given: { ExecutionFlags: { Canceled: true, Warning: false } },
      wanted: { kind: "cut-short", message: "it was cancelled in ATS" },
    },
    {
      title: "cancelled without a result",
      given: { ExecutionResult: "", ErrorMessage: "by hand", ExecutionFlags: { Canceled: true, Warning: false } },
      wanted: { kind: "cut-short", message: "by hand" },
    },
  ])("$title", ({ given, wanted }) => {
    expect(mapResults(done(given as Partial<GetJobStatusResult>)).conclusion).toEqual(wanted);
  });

  it("the flag Warning becomes a warning, not an outcome", () => {
    const testRun = mapResults(done({ ExecutionFlags: { Canceled: false, Warning: true } }));
    expect(testRun.warnings).toEqual(["ATS set its warning flag on this run."]);
    expect(testRun.conclusion).toEqual({ kind: "passed" });
  });

  it("cases that ATS counts as not executed and does not name are skipped cases", () => {
    const [suite] = mapResults(done({ ExecutionResultBreakdown: counts(1, 2, 0) })).suites;
    expect(suite?.cases.map(({ outcome }) => outcome)).toEqual(["passed", "skipped", "skipped"]);
    expect(suite?.cases.at(-1)).toMatchObject({ name: "Not executed, not named by ATS (2)", unnamed: true });
  });
});

describe("results that cannot be trusted are refused, and not requested again", () => {
  it.each([
    {
      title: "neither counts nor cases",
      given: { ExecutionResultBreakdown: undefined, ExecutionDetailsPerTestCase: undefined },
    },
    { title: "more passed than named", given: { ExecutionResultBreakdown: counts(2, 0, 0) } },
    { title: "fewer passed than named", given: { ExecutionResultBreakdown: counts(0, 0, 0) } },
    {
      title: "a failure counted that is not named",
      given: { ExecutionResult: "Failed", ExecutionResultBreakdown: counts(1, 0, 1) },
    },
    {
      title: "a named case that did not run, and none counted",
      given: {
        ExecutionResultBreakdown: counts(1, 0, 0),
        ExecutionDetailsPerTestCase: [testCase("a", "Passed"), testCase("b", "Not_Executed")],
      },
    },
    {
      title: "counts alone with a pass in them",
      given: { ExecutionDetailsPerTestCase: undefined },
    },
    {
      title: "passed, with a case that failed",
      given: { ExecutionResultBreakdown: counts(0, 0, 1), ExecutionDetailsPerTestCase: [testCase("a", "Failed")] },
    },
    { title: "passed, and no flags", given: { ExecutionFlags: undefined } },
    {
      title: "a case that passed, with a reason why it did not",
      given: { ExecutionDetailsPerTestCase: [testCase("a", "Passed", { ErrorMessage: "not found" })] },
    },
    { title: "passed, with a reason why it failed to start", given: { ErrorMessage: "no Selenium hub" } },
    { title: "no result", given: { ExecutionResult: "" } },
    { title: "no result element", given: { ExecutionResult: undefined } },
    { title: "an unknown result", given: { ExecutionResult: "Splendid" } },
    { title: "a case with an unknown result", given: { ExecutionDetailsPerTestCase: [testCase("a", "Great")] } },
    { title: "a case without a result", given: { ExecutionDetailsPerTestCase: [testCase("a", "")] } },
  ])("$title", ({ given }) => {
    const status = done(given as Partial<GetJobStatusResult>);
    expect(() => mapResults(status)).toThrow(ProviderError);
    expect(() => mapResults(status)).toThrow(
      expect.objectContaining({ code: "ats-untrusted-results", retry: "never" }) as Error,
    );
  });

  it.each([
    {
      title: "neither counts nor cases",
      given: { ExecutionResultBreakdown: undefined, ExecutionDetailsPerTestCase: undefined },
      notYet: true,
    },
    { title: "no result", given: { ExecutionResult: "" }, notYet: true },
    { title: "no flags", given: { ExecutionFlags: undefined }, notYet: true },
    { title: "counts, and no case named", given: { ExecutionDetailsPerTestCase: [] }, notYet: true },
    { title: "counts, and no list of cases", given: { ExecutionDetailsPerTestCase: undefined }, notYet: true },
    { title: "fewer named than counted", given: { ExecutionResultBreakdown: counts(2, 0, 0) }, notYet: false },
    { title: "an unknown result", given: { ExecutionResult: "Splendid" }, notYet: false },
  ])("$title: may come later: $notYet", ({ given, notYet }) => {
    const status = done(given as Partial<GetJobStatusResult>);
    expect(() => mapResults(status)).toThrow(expect.objectContaining({ notYet }) as Error);
  });

  it("the cases are enough without counts", () => {
    const { ExecutionResultBreakdown: _counts, ...status } = done();
    expect(count([mapResults(status)]).passed).toBe(1);
  });
});

describe("a number from the service", () => {
  it.each([10_001, 150_000, 2_000_000_000])(
    "of %d tests that are not named is not believed, and allocates no memory",
    (amount) => {
      const given = done({ ExecutionResultBreakdown: counts(1, amount, 0) });
      expect(() => mapResults(given)).toThrow(/at most 10000/);
    },
  );
  it("of 10,000 is", () => {
    expect(count([mapResults(done({ ExecutionResultBreakdown: counts(1, 10_000, 0) }))]).skipped).toBe(10_000);
  });
});
