import { allWarnings, type Report } from "@remotest/core/flow";
import { runNames } from "./run-names.ts";

/** A remark for people that changes no outcome. */
export interface Warning {
  /** The number of the run that it is about, from 0; undefined if it is about the whole plan. */
  readonly run: number | undefined;
  readonly message: string;
  /** The message as it came, after the name of its run if there are several. Not cleaned: the writer does that. */
  readonly words: string;
}

/**
 * The warnings of a report: first those about the whole plan, then those of each run's results.
 * @example warningsOf(report)[0]?.words // "checkout: ATS set its warning flag on this run."
 */
export function warningsOf(report: Report): readonly Warning[] {
  const { runs } = report;
  const nameOf = runNames(report);
  const ofPlan = allWarnings(report).map((message) => ({ run: undefined, message, words: message }));
  const ofRuns = runs.flatMap((run, number) => {
    if (run.end.kind !== "results") return [];
    const name = runs.length > 1 ? `${nameOf(run)}: ` : "";
    return allWarnings(run.end.testRun).map((message) => ({ run: number, message, words: name + message }));
  });
  return [...ofPlan, ...ofRuns];
}
