import { isFlaky, type Outcome } from "@remotest/core";
import type { PastReport, PastRun, Report, RunReport } from "@remotest/core/flow";
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
  const runs = report.runs.flatMap(pastRun);
  return { endedAt: new Date(stop), durationMs: stop - start, counts: countsOf(report), outcomes, runs };
}

/** How long a run takes is known only from one that has results: a refused one is over at once. */
function pastRun({ end, provider, name, distinction, startedAt, endedAt }: RunReport): readonly PastRun[] {
  if (end.kind === "no-results") return [];
  return [{ provider, name, distinction, durationMs: endedAt.getTime() - startedAt.getTime() }];
}
