import type { GetJobStatusResult } from "@remotest/ats-client";
import { unusable } from "./map-results.ts";

/**
 * Checks that the results of a finished job agree with its last status check, which called it finished. A test case that
 * had no result may have one now. A test case that passed or failed must have the same result, and none may be missing.
 *
 * @param results complete results, which `mapResults` has accepted
 * @throws {ProviderError} if they contradict each other.
 */
export function assertSameJob(polled: GetJobStatusResult, results: GetJobStatusResult): void {
  if (polled.ExecutionStatus.trim().toLowerCase() !== "done") return;
  const [before, after] = [polled, results].map(({ ExecutionResult = "" }) => ExecutionResult.trim().toLowerCase());
  if (before !== "" && after !== "" && before !== after)
    throw unusable(`it called the run ${JSON.stringify(before)}, and then ${JSON.stringify(after)}`);
  if (polled.ExecutionFlags?.Canceled && !results.ExecutionFlags?.Canceled)
    throw unusable("it called the run cancelled, and then not");
  // According to the page, it is empty unless the test failed to start.
  const [reason, reasonNow] = [polled, results].map(({ ErrorMessage = "" }) => ErrorMessage.trim());
  if (reason && !reasonNow && after !== "failed")
    throw unusable(`it said why the run failed to start, and then not: ${reason}`);
  assertSameCounts(polled, results);
  assertSameCases(polled, results);
}

/** The numbers of a job's test cases, from its counts or its named test cases. */
interface KnownCounts {
  readonly passed: number;
  readonly failed: number;
  /** From the counts only, because test cases that were not executed may not be named. */
  readonly total: number | undefined;
}

function assertSameCounts(polled: GetJobStatusResult, results: GetJobStatusResult): void {
  const [was, is] = [knownOf(polled), knownOf(results)];
  const isOtherTotal = was.total !== undefined && is.total !== undefined && was.total !== is.total;
  if (isOtherTotal || is.passed < was.passed || is.failed < was.failed)
    throw unusable(`it counted ${said(was)} at the end, and then ${said(is)}`);
}

function knownOf({
  ExecutionResultBreakdown: counts,
  ExecutionDetailsPerTestCase: cases = [],
}: GetJobStatusResult): KnownCounts {
  const named = (result: string): number => cases.filter(({ Result }) => normal(Result) === result).length;
  return {
    passed: Math.max(counts?.CountPassed ?? 0, named("passed")),
    failed: Math.max(counts?.CountFailed ?? 0, named("failed")),
    total: counts && counts.CountPassed + counts.CountFailed + counts.CountNotExecuted,
  };
}

function said({ passed, failed, total }: KnownCounts): string {
  return `${passed} passed and ${failed} failed${total === undefined ? "" : ` of ${total}`}`;
}

/** Checks that each test case that had passed or failed is still there, as often as before, with the same result. */
function assertSameCases(polled: GetJobStatusResult, results: GetJobStatusResult): void {
  const now = tally(results);
  for (const [key, times] of tally(polled)) {
    if ((now.get(key) ?? 0) >= times) continue;
    const [result = "", name = ""] = splitAtFirst(key);
    throw unusable(`it said that the test case ${JSON.stringify(name)} ${result}, and then not`);
  }
}

/** Counts each pair of a name and a final result. */
function tally({ ExecutionDetailsPerTestCase: cases = [] }: GetJobStatusResult): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { Name, Result } of cases) {
    const result = normal(Result);
    if (result !== "passed" && result !== "failed") continue;
    const key = `${result} ${Name}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return times;
}

function splitAtFirst(key: string): readonly string[] {
  const at = key.indexOf(" ");
  return [key.slice(0, at), key.slice(at + 1)];
}

function normal(result: string): string {
  return result.trim().toLowerCase();
}
