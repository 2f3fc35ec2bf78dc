import { gate, TimedOutError, type TestCase } from "@remotest/core";
import { type Report, type RunReport, verdictOf } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { annotationsOf, annotationsOfProblems } from "./annotations.ts";

const times = { startedAt: new Date(0), endedAt: new Date(1) };
const about = { provider: "ats", name: "nightly", handle: { ref: "ats:A/1" }, ...times };

function failing(amount: number, message = "no button"): TestCase[] {
  return Array.from({ length: amount }, (_, index) => ({
    name: `pay ${index + 1}`,
    outcome: index % 2 === 0 ? "failed" : "error",
    message,
    links: index === 0 ? [{ label: "Page", href: "https://example.com/1" }] : [],
    earlierAttempts: [],
  }));
}

function withResults(cases: readonly TestCase[], failOn: "failed" | "never" = "failed"): RunReport {
  const testRun = { suites: [{ name: "Shop", cases }], conclusion: { kind: "unstated" }, warnings: [] } as const;
  const verdict = gate(testRun, { failOn, maxFailures: { count: 0 } });
  return { ...about, end: { kind: "results", testRun }, verdict, attachments: [] };
}

function report(...runs: RunReport[]): Report {
  const verdict = runs[0]?.verdict ?? { kind: "failed", reason: "Nothing was run." };
  return { runs, verdict, exitCode: 1, reportDir: "/r", givenReportDir: "r", warnings: [], history: [] };
}

describe("the annotations of a report", () => {
  it("are empty for a pass", () => {
    const passed: TestCase = { name: "pay", outcome: "passed", links: [], earlierAttempts: [] };
    expect(annotationsOf(report(withResults([passed])))).toEqual([]);
  });

  it("name each test that did not pass, with its page", () => {
    expect(annotationsOf(report(withResults(failing(2))))).toEqual([
      { level: "error", title: "Shop: pay 1", message: "failed: no button https://example.com/1" },
      { level: "error", title: "Shop: pay 2", message: "broken: no button" },
    ]);
  });

  it("name the run of a test, if there are several", () => {
    const [checkout, search] = ["checkout", "search"].map((name) => ({ ...withResults(failing(1)), name }));
    if (!checkout || !search) throw new Error("Two runs");
    expect(annotationsOf(report(checkout, search)).map(({ title }) => title)).toEqual([
      "Shop: pay 1 · checkout",
      "Shop: pay 1 · search",
    ]);
  });

  it("are warnings if the gate forgave the failure", () => {
    expect(annotationsOf(report(withResults(failing(1), "never")))).toMatchObject([{ level: "warning" }]);
  });

  it("are warnings if the test is quarantined, after the failures that count, with the reason", () => {
    const [one, two] = failing(2);
    if (!one || !two) throw new Error("Two tests");
    const quarantine = { reason: "SHOP-142\n::error::x", until: "2026-12-31" };
    const given = report(withResults([{ ...one, quarantine }, two]));
    expect(annotationsOf(given)).toEqual([
      { level: "error", title: "Shop: pay 2", message: "broken: no button" },
      {
        level: "warning",
        title: "Shop: pay 1",
        message: "failed (Quarantined until 2026-12-31: SHOP-142 : :error::x): no button https://example.com/1",
      },
    ]);
  });

  it("give the reason of the verdict if all failed tests are quarantined", () => {
    const quarantine = { reason: "SHOP-142", until: "2026-12-31" };
    const cases = failing(1).map((testCase) => ({ ...testCase, quarantine }));
    expect(annotationsOf(report(withResults(cases)))).toMatchObject([
      { level: "error", title: "Remotest: failed" },
      { level: "warning", title: "Shop: pay 1" },
    ]);
  });

  it("begin with the reason why there are no results", () => {
    const error = new TimedOutError(1000);
    const late: RunReport = {
      ...about,
      end: { kind: "no-results", error },
      verdict: verdictOf(error),
      attachments: [],
    };
    const [first] = annotationsOf(report(withResults(failing(1)), late));
    expect(first).toMatchObject({ level: "error", title: "nightly (ats:A/1): timed-out" });
    expect(first?.message).toContain("attach");
  });

  it("give the reason of the verdict if no test explains it", () => {
    expect(annotationsOf(report(withResults([])))).toEqual([
      { level: "error", title: "Remotest: failed", message: "No test ran at all." },
    ]);
  });

  it.each([
    { amount: 9, shown: 9, last: "Shop: pay 9" },
    { amount: 10, shown: 9, last: "2 more" },
    { amount: 5_000, shown: 9, last: "4992 more" },
  ])("of $amount tests are $shown, the last: $last", ({ amount, shown, last }) => {
    const found = annotationsOf(report(withResults(failing(amount))));
    expect([found.length, found.at(-1)?.title]).toEqual([shown, last]);
  });

  it.each([
    { amount: 9, shown: 9, last: "problem 9" },
    { amount: 18, shown: 9, last: "10 more; see the log." },
  ])("of $amount problems of the input are $shown, the last: $last", ({ amount, shown, last }) => {
    const problems = Array.from({ length: amount }, (_, index) => `problem ${index + 1}`);
    const found = annotationsOfProblems("Remotest: usage", problems);
    expect([found.length, found.at(-1)?.message]).toEqual([shown, last]);
  });

  it("are one short line each, and never a command of a log", () => {
    const [found] = annotationsOf(
      report(withResults(failing(1, `##vso[task.complete]\n::error::${"x".repeat(9_000)}`))),
    );
    expect(found?.message).not.toMatch(/\n|##vso|::error/);
    expect(Buffer.byteLength(found?.message ?? "")).toBeLessThanOrEqual(4_096);
  });
});
