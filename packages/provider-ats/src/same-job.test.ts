import type { GetJobStatusResult } from "@remotest/ats-client";
import { ProviderError } from "@remotest/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertSameJob } from "./same-job.ts";

const counts = (CountPassed: number, CountNotExecuted: number, CountFailed: number) => ({
  ExecutionResultBreakdown: { CountPassed, CountNotExecuted, CountFailed },
});
const cases = (...named: readonly string[]) => ({
  ExecutionDetailsPerTestCase: named.map((each) => {
    const [Name = "", Result = ""] = each.split("=");
    return { Name, Result };
  }),
});
const flags = (Canceled: boolean) => ({ ExecutionFlags: { Canceled, Warning: false } });
const done = (...parts: readonly Partial<GetJobStatusResult>[]): GetJobStatusResult =>
  Object.assign({ ExecutionStatus: "Done" }, ...parts) as GetJobStatusResult;
const passed = { ExecutionResult: "Passed" };
const failed = { ExecutionResult: "Failed" };

describe("results that contradict the last status check are not trusted", () => {
  it.each([
    {
      title: "failed, 1 of 3; passed, 2 of 2",
      polled: done(failed, counts(2, 0, 1)),
      results: done(passed, counts(2, 0, 0)),
    },
    { title: "failed; passed", polled: done(failed), results: done(passed) },
    { title: "passed; failed", polled: done(passed), results: done(failed) },
    { title: "one test less", polled: done(counts(3, 0, 0)), results: done(passed, counts(2, 0, 0)) },
    { title: "a failure that is gone", polled: done(counts(2, 0, 1)), results: done(passed, counts(3, 0, 0)) },
    { title: "a pass that is gone", polled: done(counts(2, 0, 1)), results: done(failed, counts(1, 0, 2)) },
    { title: "cancelled; not cancelled", polled: done(flags(true)), results: done(passed, flags(false)) },
    { title: "cancelled; no flags", polled: done(flags(true)), results: done(passed) },
    {
      title: "a reason why it failed to start; none",
      polled: done({ ErrorMessage: "no hub" }),
      results: done(passed, counts(1, 0, 0)),
    },
    {
      title: "a failure counted; cases alone",
      polled: done(counts(1, 0, 1)),
      results: done(passed, cases("a=Passed", "b=Passed")),
    },
    { title: "a failure named; counts alone", polled: done(cases("a=Failed")), results: done(passed, counts(2, 0, 0)) },
    {
      title: "a case that failed; the same that passed",
      polled: done(cases("a=Failed", "b=Passed")),
      results: done(failed, cases("a=Passed", "b=Passed", "c=Failed")),
    },
    {
      title: "a case; another one instead",
      polled: done(passed, counts(2, 0, 0), cases("a=Passed", "b=Passed")),
      results: done(passed, counts(2, 0, 0), cases("a=Passed", "c=Passed")),
    },
    {
      title: "one of two failures with the same name",
      polled: done(cases("a=Failed", "a=Failed")),
      results: done(failed, cases("a=Failed", "a=Passed", "b=Failed")),
    },
  ])("$title", ({ polled, results }) => {
    expect(() => assertSameJob(polled, results)).toThrow(ProviderError);
    expect(() => assertSameJob(polled, results)).toThrow(
      expect.objectContaining({ code: "ats-untrusted-results", retry: "never" }) as Error,
    );
  });
});

describe("results that agree with the last status check", () => {
  it.each([
    { title: "the same", polled: done(failed, counts(2, 0, 1)), results: done(failed, counts(2, 0, 1)) },
    { title: "no result yet", polled: done({ ExecutionResult: " " }), results: done(passed) },
    { title: "counts that caught up", polled: done(counts(1, 2, 0)), results: done(failed, counts(2, 0, 1)) },
    {
      title: "a status check before the end",
      polled: { ExecutionStatus: "Running", ...counts(0, 0, 9) },
      results: done(passed),
    },
    { title: "a status check that says nothing", polled: done(), results: done(passed, counts(2, 0, 0)) },
    { title: "cancelled twice", polled: done(flags(true)), results: done(failed, flags(true)) },
    { title: "failed with a reason; failed without", polled: done({ ErrorMessage: "no hub" }), results: done(failed) },
    {
      title: "a case that had not ended",
      polled: done(cases("a=Passed", "b=Not_Executed")),
      results: done(passed, cases("b=Passed", "a=passed ")),
    },
  ])("$title", ({ polled, results }) => {
    expect(() => assertSameJob(polled, results)).not.toThrow();
  });
});

describe("whatever the outcome of a job", () => {
  const outcome = fc.constantFrom("Passed", "Failed", "Not_Executed");
  const named = fc.tuple(fc.constantFrom("a", "b", "c", "d e"), outcome);
  const job = fc.array(named, { minLength: 1, maxLength: 8 });
  const statusOf = (all: readonly (readonly [string, string])[], parts: readonly boolean[]): GetJobStatusResult => {
    const amount = (of: string): number => all.filter(([, result]) => result === of).length;
    return done(
      parts[0] === true ? { ExecutionResult: amount("Failed") > 0 ? "Failed" : "Passed" } : {},
      parts[1] === true ? counts(amount("Passed"), amount("Not_Executed"), amount("Failed")) : {},
      parts[2] === true ? cases(...all.map(([name, result]) => `${name}=${result}`)) : {},
    );
  };
  const parts = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());

  it("a status check with any part of the truth agrees with results in any order", () => {
    fc.assert(
      fc.property(job, parts, fc.boolean(), (all, some, isCounted) => {
        const results = statusOf(all.toReversed(), [true, isCounted, true]);
        expect(() => assertSameJob(statusOf(all, some), results)).not.toThrow();
      }),
    );
  });

  it("a failure that the status check counted or named never becomes a pass", () => {
    const seen = parts.filter((some) => some.includes(true));
    fc.assert(
      fc.property(job, named, seen, parts, (others, [name], some, more) => {
        const polled = statusOf([...others, [name, "Failed"]], some);
        const green = [...others, [name, "x"] as const].map(([each]) => [each, "Passed"] as const);
        expect(() => assertSameJob(polled, statusOf(green, [true, more[1], true]))).toThrow(ProviderError);
      }),
    );
  });
});
