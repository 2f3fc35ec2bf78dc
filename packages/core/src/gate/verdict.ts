import {
  InterruptedError,
  ProviderError,
  RemotestError,
  TimedOutError,
  UnexpectedError,
  UnknownStartError,
  UsageError,
} from "../errors.ts";
import { type Verdict, worst } from "./gate.ts";
import type { Report } from "../report/report.ts";

/**
 * The number a process ends with for a verdict. Pure. Source: contract, "Exit codes".
 * @example exitCode(gate(testRun, policy)) // 0 or 1
 */
export function exitCode(verdict: Verdict): number {
  if (verdict.kind === "passed") return 0;
  if (verdict.kind === "failed") return 1;
  return exitCodeOfError(verdict.error);
}

/** The number for an error. One that is none of ours is a fault in this program: 3, never 0. */
export function exitCodeOfError(error: unknown): number {
  if (error instanceof UsageError) return 2;
  if (error instanceof ProviderError) return 3;
  if (error instanceof TimedOutError) return 4;
  if (error instanceof UnknownStartError) return 5;
  if (error instanceof InterruptedError) return error.signal === "SIGINT" ? 130 : 143;
  return 3;
}

/** The verdict on a run that ended with an error in place of results. */
export function verdictOf(error: RemotestError): Verdict {
  const reason = error.message;
  if (error instanceof UsageError) return { kind: "usage", reason, error };
  if (error instanceof TimedOutError) return { kind: "timed-out", reason, error };
  if (error instanceof UnknownStartError) return { kind: "unknown-start", reason, error };
  if (error instanceof InterruptedError) return { kind: "interrupted", reason, error };
  return { kind: "provider-error", reason, error };
}

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
