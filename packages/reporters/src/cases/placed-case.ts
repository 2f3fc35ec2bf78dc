import { type Attempt, type Counts, count, isFlaky, type Outcome, type TestCase, type TestRun } from "@remotest/core";
import { caseKeys, type Report, type RunReport } from "@remotest/core/flow";
import {
  type CleanText,
  clean,
  cleanText,
  cut,
  joined,
  longestName,
  nonEmpty,
  serviceLine,
} from "../words/service-text.ts";

/** A test case with its run and suite. */
export interface PlacedCase {
  readonly run: RunReport;
  readonly suite: string;
  readonly testCase: TestCase;
}

/** The test cases of a report in four groups, each in the service's order. */
export interface SortedCases {
  /** Failed first, then broken; quarantined cases last. */
  readonly notPassed: readonly PlacedCase[];
  readonly flaky: readonly PlacedCase[];
  readonly passed: readonly PlacedCase[];
  readonly skipped: readonly PlacedCase[];
}

/** The results of the runs that have some. */
export function testRuns(report: Pick<Report, "runs">): readonly TestRun[] {
  return report.runs.flatMap(({ end }) => (end.kind === "results" ? [end.testRun] : []));
}

/** The counts over all runs. */
export function countsOf(report: Pick<Report, "runs">): Counts {
  return count(testRuns(report));
}

/** Every test case of the report, in the order of the runs and of the service. */
export function* placedCases(report: Pick<Report, "runs">): Generator<PlacedCase> {
  for (const run of report.runs) {
    if (run.end.kind !== "results") continue;
    for (const suite of run.end.testRun.suites)
      for (const testCase of suite.cases) yield { run, suite: suite.name, testCase };
  }
}

/** Sorts the test cases for a reader: those that did not pass come first. */
export function sortedCases(report: Report): SortedCases {
  const sorted: Record<Outcome | "flaky", PlacedCase[]> = { failed: [], error: [], flaky: [], passed: [], skipped: [] };
  for (const placed of placedCases(report))
    sorted[isFlaky(placed.testCase) ? "flaky" : placed.testCase.outcome].push(placed);
  const { failed, error, flaky, passed, skipped } = sorted;
  const notPassed = [...failed, ...error];
  const forgiven = (placed: PlacedCase): number => (placed.testCase.quarantine ? 1 : 0);
  return { notPassed: notPassed.toSorted((a, b) => forgiven(a) - forgiven(b)), flaky, passed, skipped };
}

/** The name of a test case or a suite as one line, never empty. */
export function nameLine(name: string, longest: number = longestName): CleanText {
  return serviceLine(name, longest) || clean`(unnamed)`;
}

/** The distinction of a run as one line; "" if it has none. */
export function distinctionLine({ distinction = "" }: Pick<RunReport, "distinction">): CleanText {
  return serviceLine(distinction, longestName);
}

/**
 * Returns a function that makes the key by which earlier reports know a test case. Call it for the test cases in the
 * report's order.
 */
export function placedKeys(): (placed: PlacedCase) => string {
  const key = caseKeys();
  return ({ run, suite, testCase }) => key(nameLine(suite), nameLine(testCase.name), distinctionLine(run));
}

/** The message of an attempt as it came, or "". */
export function messageOf(attempt: Attempt): string {
  return attempt.outcome === "passed" ? "" : (attempt.message ?? "");
}

/** The message of an attempt, cleaned, with its line breaks. */
export function messageText(attempt: Attempt, longest: number): CleanText {
  return cut(cleanText(messageOf(attempt)), longest).trim();
}

/** The name and the reference of a run, as far as they are known; never empty. */
export function runLine({ name, handle, provider }: RunReport): CleanText {
  const ref = handle && serviceLine(handle.ref, longestName);
  const parts = nonEmpty([serviceLine(name, longestName), ref ? clean`(${ref})` : ""]);
  return parts.length > 0 ? joined(parts, " ") : serviceLine(provider);
}
