import { type Counts, isFlaky, type Outcome, type TestCase } from "@remotest/core";
import type { PastReport, Report } from "@remotest/core/flow";
import { countsOf, placedCases, placedKeys } from "./placed-case.ts";
import { reportTimes } from "./report-times.ts";

/** The number of reports that count as "lately", including the present one. */
const lately = 10;
/** A test that changes between passing and failing at least this often counts as flaky. */
const turnsOfAFlakyTest = 3;

/** Consecutive reports in which a test case failed or broke. Reports in which it did not run are skipped. */
export interface FailingRow {
  /** The end of the first report of the row. */
  readonly since: Date;
  /** The number of reports in the row. */
  readonly reports: number;
  /** True if the case passed in an earlier report. Otherwise it has been failing since `since` or longer. */
  readonly passedBefore: boolean;
}

/** The past of a test case, from earlier reports. */
export interface CaseTrend {
  /** Set if the case fails now; includes the present report. `newly`: it passed the last time it ran. */
  readonly failing?: FailingRow & { readonly newly: boolean };
  /** Set if the case passes now, at its first attempt, and failed the last time it ran. */
  readonly fixed?: FailingRow;
  /** Set if the case is flaky in the last ten reports, including the present one. */
  readonly flaky?: {
    /** The number of these reports in which the case ran. */
    readonly of: number;
    /** The number of these reports in which it passed only at a later attempt. */
    readonly reports: number;
    /** The number of changes from passing to failing or back. */
    readonly turns: number;
  };
}

/** One report as a point of a curve. */
export interface ReportPoint {
  readonly endedAt: Date;
  readonly durationMs: number;
  readonly counts: Counts;
  /** The share of the executed tests that passed, from 0 to 1; undefined if none was executed. */
  readonly passRate: number | undefined;
}

/** The trends of the present report against earlier ones. */
export interface Trends {
  /** Returns the trend of a case of the report; undefined if there is nothing to say. */
  of(testCase: TestCase): CaseTrend | undefined;
  readonly newlyFailing: number;
  readonly newlyFixed: number;
  /** Every report, oldest first, the present one last. */
  readonly points: readonly ReportPoint[];
}

const known = new WeakMap<Report, Trends>();

/**
 * Compares a report with the earlier ones; undefined if there are none. Pure: a second call returns the same object.
 *
 * @example trends(report)?.of(testCase)?.failing?.since
 */
export function trends(report: Report): Trends | undefined {
  if (report.history.length === 0) return undefined;
  const found = known.get(report) ?? computed(report);
  known.set(report, found);
  return found;
}

function computed(report: Report): Trends {
  const newestFirst = report.history.toReversed();
  const endedAt = new Date(reportTimes(report).stop);
  const cases = new Map<TestCase, CaseTrend>();
  const keyOf = placedKeys(report);
  let [newlyFailing, newlyFixed] = [0, 0];
  for (const placed of placedCases(report)) {
    const { testCase } = placed;
    const trend = caseTrend(testCase, keyOf(placed), newestFirst, endedAt);
    if (trend) cases.set(testCase, trend);
    if (trend?.failing?.newly) newlyFailing++;
    if (trend?.fixed) newlyFixed++;
  }
  return {
    of: (testCase) => cases.get(testCase),
    newlyFailing,
    newlyFixed,
    points: [...report.history, present(report, endedAt)].map(point),
  };
}

function caseTrend(
  testCase: TestCase,
  key: string,
  newestFirst: readonly PastReport[],
  endedAt: Date,
): CaseTrend | undefined {
  const now = isFlaky(testCase) ? "flaky" : testCase.outcome;
  const flaky = flakiness(now, key, newestFirst);
  const row = now === "skipped" || now === "flaky" ? undefined : failingRow(key, newestFirst);
  const trend: CaseTrend = {
    ...(row && fails(now) && { failing: withPresent(row, endedAt) }),
    ...(row && now === "passed" && row.reports > 0 && { fixed: row }),
    ...(flaky && { flaky }),
  };
  return trend.failing || trend.fixed || trend.flaky ? trend : undefined;
}

function fails(outcome: Outcome | "flaky"): boolean {
  return outcome === "failed" || outcome === "error";
}

/** The row of failures at the end of the earlier reports; its length is 0 if the case passed the last time it ran. */
function failingRow(key: string, newestFirst: readonly PastReport[]): FailingRow {
  let row = { since: new Date(0), reports: 0, passedBefore: false };
  for (const { endedAt, outcomes } of newestFirst) {
    const outcome = outcomes.get(key);
    if (outcome === undefined || outcome === "skipped") continue;
    if (!fails(outcome)) return { ...row, passedBefore: true };
    row = { since: endedAt, reports: row.reports + 1, passedBefore: false };
  }
  return row;
}

function withPresent(row: FailingRow, endedAt: Date): FailingRow & { readonly newly: boolean } {
  const newly = row.reports === 0 && row.passedBefore;
  return { ...row, since: row.reports === 0 ? endedAt : row.since, reports: row.reports + 1, newly };
}

function flakiness(now: Outcome | "flaky", key: string, newestFirst: readonly PastReport[]): CaseTrend["flaky"] {
  let [of, reports, turns] = [0, 0, 0];
  let later: boolean | undefined;
  const tally = (outcome: Outcome | "flaky" | undefined): void => {
    if (outcome === undefined || outcome === "skipped") return;
    of++;
    if (outcome === "flaky") reports++;
    const passes = !fails(outcome);
    if (later !== undefined && later !== passes) turns++;
    later = passes;
  };
  tally(now);
  for (let index = 0; index < lately - 1; index++) tally(newestFirst[index]?.outcomes.get(key));
  return reports > 0 || turns >= turnsOfAFlakyTest ? { of, reports, turns } : undefined;
}

function present(report: Report, endedAt: Date): Omit<PastReport, "outcomes"> {
  const { start, stop } = reportTimes(report);
  return { endedAt, durationMs: stop - start, counts: countsOf(report) };
}

function point({ endedAt, durationMs, counts }: Omit<PastReport, "outcomes">): ReportPoint {
  const ran = counts.total - counts.skipped;
  return { endedAt, durationMs, counts, passRate: ran > 0 ? counts.passed / ran : undefined };
}
