import { isFlaky, type Outcome } from "@remotest/core";
import type { PastReport, Report } from "@remotest/core/flow";
import { countsOf, placedCases, placedKeys } from "./placed-case.ts";
import { reportTimes } from "./report-times.ts";

/**
 * Returns what trends need of an earlier report that is at hand as a whole.
 * @example pastReportOf(readReportDocument(text)).outcomes.get('["Phones","Pixel 9",1]') // "failed"
 */
export function pastReportOf(report: Pick<Report, "runs">): PastReport {
  const { start, stop } = reportTimes(report);
  const outcomes = new Map<string, Outcome | "flaky">();
  const keyOf = placedKeys(report);
  for (const placed of placedCases(report))
    outcomes.set(keyOf(placed), isFlaky(placed.testCase) ? "flaky" : placed.testCase.outcome);
  return { endedAt: new Date(stop), durationMs: stop - start, counts: countsOf(report), outcomes };
}
