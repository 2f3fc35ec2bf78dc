import type { RemotestError, Verdict } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { attachCommandOf } from "../words/attach-command.ts";
import { type CleanText, clean, joined, serviceLine } from "../words/service-text.ts";
import { verdictTitle } from "../words/verdict-title.ts";

/** An error of a run as a whole, for formats that have only test cases. */
export interface RunError {
  /** Takes the place of a test case's name. */
  readonly name: CleanText;
  readonly verdict: Verdict;
  /** One line: the verdict and why. */
  readonly message: CleanText;
  /** The message, then the error's code, the next step and the attach command if there are any, one per line. */
  readonly details: CleanText;
}

/**
 * Returns why a run does not pass although none of its test cases failed. A format that has only test cases adds it as
 * one more, so that a run without results, or one that was cut short, is never green to a program that reads the cases.
 *
 * @param run undefined if the report has no runs
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
