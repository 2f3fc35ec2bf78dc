import { type Outcome, TimedOutError } from "@remotest/core";
import type { PastReport, Report } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { ctrfReporter } from "../ctrf/ctrf.ts";
import {
  attempt,
  notPassed,
  passed,
  report,
  skipped,
  testRun,
  withoutResults,
  withResults,
} from "../fixtures/reports.ts";
import { pastReport } from "../ctrf/past-report.ts";
import { countsOf, placedCases } from "./placed-case.ts";
import { trends } from "./trends.ts";

const day = 24 * 60 * 60 * 1000;
/** The end of the fixtures' runs. */
const today = Date.UTC(2026, 2, 1, 9, 34, 5, 250);
const signs = { p: "passed", f: "failed", e: "error", s: "skipped", "~": "flaky", ".": undefined } as const;
const cases = {
  p: passed("Pixel 9"),
  f: notPassed("failed", "Pixel 9", "x"),
  e: notPassed("error", "Pixel 9", "x"),
  s: skipped("Pixel 9"),
  "~": passed("Pixel 9", { earlierAttempts: [attempt("failed", "x")] }),
} as const;

type Sign = keyof typeof signs;

function pastOf(outcome: Outcome | "flaky" | undefined, daysAgo: number): PastReport {
  const counts = countsOf(report());
  const outcomes = new Map(outcome === undefined ? [] : [['["Phones","Pixel 9",1]', outcome]]);
  return { endedAt: new Date(today - daysAgo * day), durationMs: 1000, counts, outcomes };
}

/** One case over the days, the last sign being today: passed, failed, error, skipped, flaky, absent. */
function over(days: string): Report {
  const all = [...days] as Sign[];
  const now = cases[(all.pop() ?? "p") as keyof typeof cases];
  const history = all.map((sign, index) => pastOf(signs[sign], all.length - index));
  return { ...report(withResults(testRun({ Phones: [now] }))), history };
}

function trendOf(days: string) {
  const given = over(days);
  const [testCase] = given.runs.flatMap(({ end }) =>
    end.kind === "results" ? end.testRun.suites.flatMap(({ cases }) => cases) : [],
  );
  return testCase && trends(given)?.of(testCase);
}

describe("trends", () => {
  it("follow a case of one of several runs, whether or not the others have results", () => {
    const works = withResults(testRun({ Phones: [passed("Pixel 9")] }), { distinction: "Checkout" });
    const breaks = withResults(testRun({ Phones: [notPassed("failed", "Pixel 9", "x")] }), { distinction: "Search" });
    const past = pastReport(ctrfReporter("1.2.3").render(report(works, breaks)));
    const late = withoutResults(new TimedOutError(1000), { distinction: "Checkout" });
    const now = { ...report(late, breaks), history: past ? [past] : [] };
    const [failing] = [...placedCases(now)];
    expect(failing && trends(now)?.of(failing.testCase)?.failing).toMatchObject({ newly: false, reports: 2 });
    expect(trends(now)?.newlyFailing).toBe(0);
  });

  it("are undefined without earlier reports", () => {
    expect(trends(over("f"))).toBeUndefined();
  });

  it.each([
    ["pf", { days: 0, reports: 1, passedBefore: true, newly: true }],
    ["~f", { days: 0, reports: 1, passedBefore: true, newly: true }],
    ["pff", { days: 1, reports: 2, passedBefore: true, newly: false }],
    ["pfef", { days: 2, reports: 3, passedBefore: true, newly: false }],
    ["ffpe", { days: 0, reports: 1, passedBefore: true, newly: true }],
    ["fff", { days: 2, reports: 3, passedBefore: false, newly: false }],
    ["pfs.f", { days: 3, reports: 2, passedBefore: true, newly: false }],
    ["p.sf", { days: 0, reports: 1, passedBefore: true, newly: true }],
    ["..f", { days: 0, reports: 1, passedBefore: false, newly: false }],
  ])("of a case that went %s: it has been failing since %j", (days, { days: ago, ...wanted }) => {
    expect(trendOf(days)?.failing).toEqual({ since: new Date(today - ago * day), ...wanted });
    expect(trendOf(days)?.fixed).toBeUndefined();
  });

  it.each([
    ["pfp", { days: 1, reports: 1, passedBefore: true }],
    ["pffsp", { days: 3, reports: 2, passedBefore: true }],
    ["efp", { days: 2, reports: 2, passedBefore: false }],
  ])("of a case that went %s: it is fixed, after failures since %j", (days, { days: ago, ...wanted }) => {
    expect(trendOf(days)?.fixed).toEqual({ since: new Date(today - ago * day), ...wanted });
    expect(trendOf(days)?.failing).toBeUndefined();
  });

  it.each(["pp", "sp", ".p", "ps", "fs", "ffps"])("have nothing to say about a case that went %s", (days) => {
    expect(trendOf(days)).toBeUndefined();
  });

  it.each([
    ["p~", { of: 2, reports: 1, turns: 0 }],
    ["f~", { of: 2, reports: 1, turns: 1 }],
    ["~pppp", { of: 5, reports: 1, turns: 0 }],
    ["pfpf", { of: 4, reports: 0, turns: 3 }],
    ["fp.spfsp", { of: 5, reports: 0, turns: 3 }],
    ["~ppppppppp", { of: 10, reports: 1, turns: 0 }],
    ["~pppppppppp", undefined],
    ["pfp", undefined],
  ])("of a case that went %s: flaky %j", (days, wanted) => {
    expect(trendOf(days)?.flaky).toEqual(wanted);
  });

  it("never call a flaky case fixed", () => {
    expect(trendOf("pf~")?.fixed).toBeUndefined();
  });

  it("count the newly failing and the newly fixed cases, and distinguish equal names", () => {
    const [one, two] = [notPassed("failed", "Pixel 9", "x"), notPassed("failed", "Pixel 9", "x")];
    const fixed = passed("Galaxy");
    const outcomes = new Map<string, Outcome>([
      ['["Phones","Pixel 9",1]', "passed"],
      ['["Phones","Pixel 9",2]', "failed"],
      ['["Phones","Galaxy",1]', "error"],
    ]);
    const history = [{ ...pastOf(undefined, 1), outcomes }];
    const found = trends({ ...report(withResults(testRun({ Phones: [one, two, fixed] }))), history });
    expect(found).toMatchObject({ newlyFailing: 1, newlyFixed: 1 });
    expect(found?.of(one)?.failing?.reports).toBe(1);
    expect(found?.of(two)?.failing?.reports).toBe(2);
  });

  it("count a case that is in two places twice", () => {
    const failed = notPassed("failed", "Pixel 9", "x");
    const outcomes = new Map(["A", "B"].map((suite) => [JSON.stringify([suite, "Pixel 9", 1]), "passed" as const]));
    const history = [{ ...pastOf(undefined, 1), outcomes }];
    expect(trends({ ...report(withResults(testRun({ A: [failed], B: [failed] }))), history })?.newlyFailing).toBe(2);
  });

  it("have a point for each report, the present one last", () => {
    const mixed = testRun({ Phones: [passed("A"), notPassed("error", "B", "x"), skipped("C")] });
    const history = [pastOf("passed", 2)];
    expect(trends({ ...report(withResults(mixed)), history })?.points).toMatchObject([
      { endedAt: new Date(today - 2 * day), durationMs: 1000, passRate: undefined },
      { endedAt: new Date(today), durationMs: 245_250, passRate: 0.5, counts: { total: 3, skipped: 1 } },
    ]);
  });
});
