import { RemotestError, UnexpectedError } from "../errors.ts";
import { exitCode, verdictOf, worst } from "../gate/verdict.ts";
import type { Report } from "./report.ts";

/**
 * The report when something failed after its verdict was known, such as a disk that is full: a pass is none then, and
 * what is worse stays what it is, with a warning. Each run with results carries it too, so that no format that knows runs and tests
 * alone looks green. Pure.
 */
export function withFailure(report: Report, cause: unknown): Report {
  const failure = cause instanceof RemotestError ? cause : new UnexpectedError(cause);
  const told = verdictOf(failure);
  const verdict = worst([report.verdict, told]);
  const runs = report.runs.map((run) =>
    run.end.kind === "results" ? { ...run, verdict: worst([run.verdict, told]) } : run,
  );
  // Beside something worse it would go unsaid; what fails several times in one way is said once.
  const isSaid = [verdict.reason, ...report.warnings].includes(failure.message);
  const warnings = isSaid ? report.warnings : [...report.warnings, failure.message];
  return { ...report, runs, verdict, exitCode: exitCode(verdict), warnings };
}
