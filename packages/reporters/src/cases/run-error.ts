import type { RemotestError, Verdict } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { attachCommandOf } from "../words/attach-command.ts";
import { type CleanText, clean, joined, serviceLine } from "../words/service-text.ts";
import { verdictTitle } from "../words/verdict-title.ts";

/** What a reader of test cases must not miss about a run. */
export interface RunError {
  /** Stands where a test case's name stands. */
  readonly name: CleanText;
  readonly verdict: Verdict;
  /** One line: the verdict and why. */
  readonly message: CleanText;
  /** The message, then the error's code, the next step and the attach command, where there are any, a line each. */
  readonly details: CleanText;
}

/**
 * What a format that only knows test cases must say besides them: why a run does not pass although no test case of it
 * failed. So a run that brought nothing, or was cut short, never looks green to a program that reads the cases alone.
 *
 * @param run undefined for a report without any run
 */
export function runError(report: Report, run: RunReport | undefined): RunError | undefined {
  const verdict = run?.verdict ?? report.verdict;
  const suites = run?.end.kind === "results" ? run.end.testRun.suites : [];
  const tests = suites.flatMap(({ cases }) => cases);
  if (tests.some(({ outcome }) => outcome === "failed" || outcome === "error")) return undefined;
  if (tests.length > 0 && verdict.kind === "passed") return undefined;
  const nothingRan = tests.length === 0 && run?.end.kind !== "no-results";
  const name = nothingRan
    ? clean`No test ran`
    : run?.end.kind === "no-results"
      ? clean`No results`
      : clean`The run as a whole`;
  const message = clean`${verdictTitle(verdict)}: ${serviceLine(verdict.reason, 1000)}`;
  const error = run?.end.kind === "no-results" ? run.end.error : undefined;
  const details = joined([message, ...errorLines(error), ...attachLine(run, report)], "\n");
  return { name, verdict, message, details };
}

function errorLines(error: RemotestError | undefined): readonly CleanText[] {
  return error
    ? [clean`Code: ${serviceLine(error.code, 100)}`, clean`Next step: ${serviceLine(error.next, 1000)}`]
    : [];
}

function attachLine(run: RunReport | undefined, report: Report): readonly CleanText[] {
  const command = run && attachCommandOf(run, report);
  return command ? [clean`Wait for it: ${command}`] : [];
}
