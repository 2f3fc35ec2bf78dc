import { allWarnings, type Report } from "@remotest/core/flow";
import { runNames } from "./run-names.ts";

/** Something a person should know that changes no outcome. */
export interface Warning {
  /** The number of the run that it is about, from 0; undefined where it is about the plan as a whole. */
  readonly run: number | undefined;
  readonly message: string;
  /** The message as it came, behind the name of its run where there are several. Its writer cleans it. */
  readonly words: string;
}

/**
 * The warnings of a report, first those about all of it, then those of each run's results.
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
