import { RemotestError, UnexpectedError } from "../errors.ts";
import { exitCode, verdictOf, worst } from "../gate/verdict.ts";
import type { Report } from "./report.ts";

/**
 * Returns the report after something failed once its verdict was known, such as a full disk: a pass is then not a pass,
 * and a worse verdict stays, with a warning. Each run with results has the failure too, so that no format with only
 * runs and tests is green. Pure.
 */
export function withFailure(report: Report, cause: unknown): Report {
  const failure = cause instanceof RemotestError ? cause : new UnexpectedError(cause);
  const told = verdictOf(failure);
  const verdict = worst([report.verdict, told]);
  const runs = report.runs.map((run) =>
    run.end.kind === "results" ? { ...run, verdict: worst([run.verdict, told]) } : run,
  );
  // Beside a worse verdict the failure needs a warning; the same failure is reported only once.
  const isSaid = [verdict.reason, ...report.warnings].includes(failure.message);
  const warnings = isSaid ? report.warnings : [...report.warnings, failure.message];
  return { ...report, runs, verdict, exitCode: exitCode(verdict), warnings };
}
