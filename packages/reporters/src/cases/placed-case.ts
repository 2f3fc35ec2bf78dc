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
import { uniqueNames } from "./unique-names.ts";

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
export function sortedCases(report: Pick<Report, "runs">): SortedCases {
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
  return cut(nameOrNothing(name), longest) || clean`(unnamed)`;
}

/** The long names that were cleaned last: a suite's or a run's name stands beside each of its test cases. */
const cleanedNames = new Map<string, CleanText>();

/** A name as one line of at most `longestName`, or "". */
function nameOrNothing(name: string): CleanText {
  if (name.length <= longestName) return serviceLine(name);
  const known = cleanedNames.get(name);
  if (known !== undefined) return known;
  if (cleanedNames.size >= 200) cleanedNames.clear();
  const line = serviceLine(name, longestName);
  cleanedNames.set(name, line);
  return line;
}

/** The distinction of a run as one line; "" if it has none. */
export function distinctionLine({ distinction = "" }: Pick<RunReport, "distinction">): CleanText {
  return nameOrNothing(distinction);
}

/**
 * Returns what distinguishes each of these runs: its distinction, or "" if it has none. Runs that have the same are
 * numbered in the order of the plan, whether they have results or not: `checkout`, `checkout (2)`.
 */
export function placesOf(runs: Report["runs"]): readonly CleanText[] {
  const lines = runs.map(distinctionLine);
  const distinct = uniqueNames(nonEmpty(lines)).values();
  return lines.map((line) => (line === "" ? line : (distinct.next().value ?? line)));
}

/**
 * Returns a function that makes the key by which earlier reports know a test case. Call it for the test cases in the
 * report's order.
 */
export function placedKeys({ runs }: Pick<Report, "runs">): (placed: PlacedCase) => string {
  const key = caseKeys();
  const places = placesOf(runs);
  const placeOf = new Map(runs.map((run, index) => [run, places[index]]));
  return ({ run, suite, testCase }) => key(nameLine(suite), nameLine(testCase.name), placeOf.get(run));
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
  const ref = handle && nameOrNothing(handle.ref);
  const parts = nonEmpty([nameOrNothing(name), ref ? clean`(${ref})` : ""]);
  return parts.length > 0 ? joined(parts, " ") : serviceLine(provider);
}
