import type { GetJobStatusResult } from "@remotest/ats-client";
import { unusable } from "./map-results.ts";

/**
 * Holds the results of a finished job to the last look at it, which called it finished: both speak of the same job, so
 * they must agree. What had no result yet may have one by now; what passed or failed stays as it was, and what the look
 * knew must not be missing.
 *
 * @param results answers that are whole: `mapResults` has taken them
 * @throws {ProviderError} when they contradict each other.
 */
export function assertSameJob(look: GetJobStatusResult, results: GetJobStatusResult): void {
  if (look.ExecutionStatus.trim().toLowerCase() !== "done") return;
  const [before, after] = [look, results].map(({ ExecutionResult = "" }) => ExecutionResult.trim().toLowerCase());
  if (before !== "" && after !== "" && before !== after)
    throw unusable(`it called the run ${JSON.stringify(before)}, and then ${JSON.stringify(after)}`);
  if (look.ExecutionFlags?.Canceled && !results.ExecutionFlags?.Canceled)
    throw unusable("it called the run cancelled, and then not");
  // By the page it is empty unless the test failed to start.
  const [reason, reasonNow] = [look, results].map(({ ErrorMessage = "" }) => ErrorMessage.trim());
  if (reason && !reasonNow && after !== "failed")
    throw unusable(`it said why the run failed to start, and then not: ${reason}`);
  assertSameCounts(look, results);
  assertSameCases(look, results);
}

/** What is known of a job's cases by number, counted or named; each as far as one of them says. */
interface Known {
  readonly passed: number;
  readonly failed: number;
  /** Only the counts tell how many there are: cases that were not executed may be missing by name. */
  readonly total: number | undefined;
}

function assertSameCounts(look: GetJobStatusResult, results: GetJobStatusResult): void {
  const [was, is] = [knownOf(look), knownOf(results)];
  const isOtherTotal = was.total !== undefined && is.total !== undefined && was.total !== is.total;
  if (isOtherTotal || is.passed < was.passed || is.failed < was.failed)
    throw unusable(`it counted ${said(was)} at the end, and then ${said(is)}`);
}

function knownOf({
  ExecutionResultBreakdown: counts,
  ExecutionDetailsPerTestCase: cases = [],
}: GetJobStatusResult): Known {
  const named = (result: string): number => cases.filter(({ Result }) => normal(Result) === result).length;
  return {
    passed: Math.max(counts?.CountPassed ?? 0, named("passed")),
    failed: Math.max(counts?.CountFailed ?? 0, named("failed")),
    total: counts && counts.CountPassed + counts.CountFailed + counts.CountNotExecuted,
  };
}

function said({ passed, failed, total }: Known): string {
  return `${passed} passed and ${failed} failed${total === undefined ? "" : ` of ${total}`}`;
}

/** Each case that had passed or failed is there still, as often as its name was, and came out the same. */
function assertSameCases(look: GetJobStatusResult, results: GetJobStatusResult): void {
  const now = tally(results);
  for (const [key, times] of tally(look)) {
    if ((now.get(key) ?? 0) >= times) continue;
    const [result = "", name = ""] = splitAtFirst(key);
    throw unusable(`it said that the test case ${JSON.stringify(name)} ${result}, and then not`);
  }
}

/** How often each name came with each result that is final. */
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
