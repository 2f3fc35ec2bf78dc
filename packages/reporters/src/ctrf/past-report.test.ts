import { isFlaky, type Outcome, TimedOutError } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ctrfReporter } from "./ctrf.ts";
import { anyReport } from "../fixtures/arbitrary-report.ts";
import { ctrfErrors } from "../fixtures/ctrf-schema.ts";
import { hostileReport } from "../fixtures/hostile.ts";
import { notPassed, passed, report, testRun, withoutResults, withResults } from "../fixtures/reports.ts";
import { pastReportOf } from "../cases/past-report-of.ts";
import { pastReport } from "./past-report.ts";
import { countsOf, placedCases, placedKeys } from "../cases/placed-case.ts";

const reporter = ctrfReporter("1.2.3");

function outcomesOf(report: Report): ReadonlyMap<string, Outcome | "flaky"> {
  const keyOf = placedKeys(report);
  return new Map(
    [...placedCases(report)].map((placed) => [
      keyOf(placed),
      isFlaky(placed.testCase) ? "flaky" : placed.testCase.outcome,
    ]),
  );
}

const summary = { tests: 1, passed: 1, failed: 0, skipped: 0, pending: 0, other: 0, start: 1000, stop: 5000 };
const aTest = { name: "Pixel 9", status: "passed", duration: 1 };

function ctrf(tests: unknown, more: object = {}, times: object = {}): string {
  const results = { tool: { name: "jest" }, summary: { ...summary, ...times }, tests };
  return JSON.stringify({ reportFormat: "CTRF", specVersion: "0.0.0", results, ...more });
}

function outcomes(...tests: readonly object[]): object {
  const document = ctrf(tests.map((test) => ({ ...aTest, ...test })));
  return Object.fromEntries(pastReport(document)?.outcomes ?? []);
}

describe("an earlier ctrf-report.json", () => {
  it("of ours has the outcome of each test case by its key, the counts and the times", { timeout: 60_000 }, () => {
    const check = (report: Report): void => {
      const past = pastReport(reporter.render(report));
      expect(past?.outcomes).toEqual(outcomesOf(report));
      expect(past?.counts).toEqual(countsOf(report));
      expect(past?.endedAt).toEqual(report.runs[0]?.endedAt ?? new Date(0));
      expect(past?.durationMs).toBe(report.runs.length > 0 ? 245_250 : 0);
    };
    check(hostileReport());
    fc.assert(fc.property(anyReport, check), { numRuns: 300 });
  });

  it("of ours distinguishes equal names of several runs by the distinctions of the runs", () => {
    const failed = testRun({ Phones: [notPassed("failed", "Pixel 9", "x")] });
    const works = testRun({ Phones: [passed("Pixel 9")] });
    const search = withResults(failed, { distinction: "Search" });
    const both = report(withResults(works, { distinction: "Checkout" }), search);
    expect(Object.fromEntries(pastReport(reporter.render(both))?.outcomes ?? [])).toEqual({
      '["Phones","Pixel 9",1,"Checkout"]': "passed",
      '["Phones","Pixel 9",1,"Search"]': "failed",
    });
    expect([...(pastReport(reporter.render(report(search)))?.outcomes.keys() ?? [])]).toEqual([
      '["Phones","Pixel 9",1,"Search"]',
    ]);
  });

  it("has the same keys whether the report had one run or several, and whatever their references were", () => {
    const suites = { Phones: [passed("Pixel 9")] };
    const ran = (ref: string, name: string) => withResults(testRun({ [name]: suites.Phones }), { handle: { ref } });
    const keys = (report: Report) => [...(pastReport(reporter.render(report))?.outcomes.keys() ?? [])];
    expect(keys(report(ran("apptest:1", "Phones")))).toEqual(['["Phones","Pixel 9",1]']);
    expect(keys(report(ran("apptest:2", "Phones"), ran("apptest:3", "Tablets")))).toEqual([
      '["Phones","Pixel 9",1]',
      '["Tablets","Pixel 9",1]',
    ]);
  });

  it("distinguishes quarantined tests from others", () => {
    const failed = { ...notPassed("failed", "A", "x"), quarantine: { reason: "y", until: "2026-12-31" } };
    const past = pastReport(reporter.render(report(withResults(testRun({ S: [failed, passed("B")] })))));
    expect(past?.counts).toMatchObject({ total: 2, failed: 1, quarantined: 1 });
    const extra = { quarantine: { reason: "y" } };
    expect(pastReport(ctrf([{ ...aTest, extra }]))?.counts.quarantined).toBe(0);
  });

  it.each([
    [{ status: "passed" }, "passed"],
    [{ status: "passed", flaky: true }, "flaky"],
    [{ status: "passed", rawStatus: "error" }, "passed"],
    [{ status: "failed" }, "failed"],
    [{ status: "failed", flaky: true }, "failed"],
    [{ status: "failed", rawStatus: "error" }, "error"],
    [{ status: "failed", rawStatus: "timedOut" }, "failed"],
    [{ status: "skipped" }, "skipped"],
    [{ status: "pending" }, "skipped"],
    [{ status: "other" }, "skipped"],
  ])("of another tool with %j is %s", (test, outcome) => {
    expect(ctrfErrors(JSON.parse(ctrf([{ ...aTest, ...test }])))).toEqual([]);
    expect(outcomes(test)).toEqual({ '["(unnamed)","Pixel 9",1]': outcome });
  });

  it.each([
    [{}, "(unnamed)"],
    [{ suite: "Phones" }, "Phones"],
    [{ suite: ["Phones"] }, "Phones"],
    [{ suite: ["chromium", "e2e", "Phones"] }, "Phones"],
  ])("with the suite %j is of %s", (test, suite) => {
    expect(Object.keys(outcomes(test))).toEqual([JSON.stringify([suite, "Pixel 9", 1])]);
  });

  it("takes the time from start to stop if it has no duration", () => {
    expect(pastReport(ctrf([aTest]))).toMatchObject({ endedAt: new Date(5000), durationMs: 4000 });
    expect(pastReport(ctrf([aTest], {}, { duration: 3500 }))).toMatchObject({ durationMs: 3500 });
    expect(pastReport(ctrf([aTest], {}, { start: 6000 }))).toMatchObject({ durationMs: 0 });
  });

  it("may begin with a byte order mark", () => {
    expect(pastReport(`\ufeff${ctrf([aTest])}`)?.counts.total).toBe(1);
  });

  it.each([
    ["not JSON", "<testsuites/>"],
    ["an empty file", ""],
    ["JSON cut off", ctrf([aTest]).slice(0, -1)],
    ["a list", "[]"],
    ["null", "null"],
    ["text", '"CTRF"'],
    ["not CTRF", JSON.stringify({ ...JSON.parse(ctrf([aTest])), reportFormat: "JUnit" })],
    ["no results", ctrf([aTest], { results: null })],
    ["tests that are not a list", ctrf({ length: 1, 0: aTest })],
    ["a test that is null", ctrf([null])],
    ["a test without a status", ctrf([{ name: "A" }])],
    ["an unknown status", ctrf([{ ...aTest, status: "constructor" }])],
    ["a status that is a list", ctrf([{ ...aTest, status: ["passed"] }])],
    ["a name that is a number", ctrf([{ ...aTest, name: 7 }])],
    ["a suite that is an object", ctrf([{ ...aTest, suite: { name: "A" } }])],
    ["an empty path of suites", ctrf([{ ...aTest, suite: [] }])],
    ["a time that is text", ctrf([aTest], {}, { stop: "yesterday" })],
    ["a time beyond any date", ctrf([aTest], {}, { stop: 1e16 })],
    ["an infinite time", ctrf([aTest]).replace("5000", "1e999")],
    ["a negative time", ctrf([aTest], {}, { stop: -1 })],
    ["results only by inheritance", '{"reportFormat":"CTRF","__proto__":{"results":{"tests":[]}}}'],
    ["brackets without end", "[".repeat(1_000_000)],
    ["objects without end", '{"a":'.repeat(1_000_000)],
  ])("is undefined if it contains %s", (_, text) => {
    expect(pastReport(text)).toBeUndefined();
  });

  it("is not read if it is larger than any report", () => {
    const text = ctrf([aTest]);
    expect(pastReport(text + " ".repeat(128 * 1024 * 1024 - text.length))).toBeDefined();
    expect(pastReport(text + " ".repeat(128 * 1024 * 1024 - text.length + 1))).toBeUndefined();
  });

  it("does not change the prototype of any object", () => {
    const past = pastReport(
      ctrf([{ ...aTest, name: "__proto__", suite: ["__proto__"] }]).replace(
        '"tool"',
        '"__proto__":{"polluted":1},"tool"',
      ),
    );
    expect([...(past?.outcomes.keys() ?? [])]).toEqual(['["__proto__","__proto__",1]']);
    expect("polluted" in {}).toBe(false);
  });

  it("is never an error, whatever the file contains", () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => pastReport(text) === undefined));
    fc.assert(fc.property(fc.jsonValue(), (tests) => void pastReport(ctrf([tests]))));
    fc.assert(fc.property(fc.jsonValue(), (results) => void pastReport(ctrf([], { results }))));
  });
});

describe("how long the runs of an earlier ctrf-report.json took", () => {
  it("is known of each run with results", () => {
    const works = testRun({ Phones: [passed("Pixel 9")] });
    const both = report(withResults(works, { distinction: "Checkout" }), withResults(works));
    const took = both.runs.map(({ provider, name, distinction, startedAt, endedAt }) => ({
      provider,
      name,
      ...(distinction !== undefined && { distinction }),
      durationMs: endedAt.getTime() - startedAt.getTime(),
    }));
    expect(pastReport(reporter.render(both))?.runs).toEqual(took);
    expect(pastReportOf(both).runs).toEqual(took);
    expect(took[0]?.durationMs).toBeGreaterThan(0);
  });

  it("is not known of one that was refused, and of other tools", () => {
    const refused = report(withoutResults(new TimedOutError(1000)));
    expect(pastReport(reporter.render(refused))?.runs).toEqual([]);
    expect(pastReportOf(refused).runs).toEqual([]);
    expect(pastReport(ctrf([aTest]))?.runs).toBeUndefined();
  });

  it.each([
    null,
    7,
    "x",
    {},
    { provider: "a", name: "b" },
    { provider: "a", name: "b", durationMs: -1 },
    { provider: 1 },
  ])("is left out if it is %j", (run) => {
    const document = JSON.parse(ctrf([aTest])) as { results: object };
    const text = JSON.stringify({ ...document, results: { ...document.results, extra: { runs: [run] } } });
    expect(pastReport(text)?.runs).toEqual([]);
  });
});
