import { InterruptedError, RemotestError, TimedOutError, UnknownStartError, UsageError } from "../errors.ts";
import { kindsByWeight, type VerdictKind, verdictKinds } from "./verdict-kinds.ts";

/** The decision whether the pipeline may continue, and why. `reason` is one sentence for people. */
export type Verdict =
  | { readonly kind: "passed"; readonly reason: string; readonly forgiven: number }
  | { readonly kind: "failed"; readonly reason: string }
  | {
      readonly kind: Exclude<VerdictKind, "passed" | "failed">;
      readonly reason: string;
      readonly error: RemotestError;
    };

/**
 * Returns the exit code for a verdict. Pure.
 * @example exitCode(gate(testRun, policy)) // 0 or 1
 */
export function exitCode(verdict: Verdict): number {
  const isInterrupted = "error" in verdict && verdict.error instanceof InterruptedError;
  if (isInterrupted && verdict.error.signal === "SIGINT") return 130;
  return verdictKinds[verdict.kind].exitCode;
}

/** Returns the exit code for an error. An unknown error is a fault in this program: 3, never 0. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof RemotestError ? exitCode(verdictOf(error)) : verdictKinds["provider-error"].exitCode;
}

/** Returns the exit code of a command of which some runs ended with an error: that of the worst; 0 without one. */
export function exitCodeOfErrors(errors: readonly RemotestError[]): number {
  return errors.length === 0 ? 0 : exitCode(worst(errors.map(verdictOf)));
}

/** Returns the verdict on a run that ended with an error instead of results. */
export function verdictOf(error: RemotestError): Verdict {
  const reason = error.message;
  if (error instanceof UsageError) return { kind: "usage", reason, error };
  if (error instanceof TimedOutError) return { kind: "timed-out", reason, error };
  if (error instanceof UnknownStartError) return { kind: "unknown-start", reason, error };
  if (error instanceof InterruptedError) return { kind: "interrupted", reason, error };
  return { kind: "provider-error", reason, error };
}

/**
 * Returns the verdict of a plan: the worst of its runs. A plan without runs is not a pass. Forgiven tests add up.
 * @example worst(report.runs.map((run) => run.verdict))
 */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const [first, ...rest] = verdicts;
  if (!first) return failed("Nothing was run.");
  if (rest.length === 0) return first;
  const found = rest.reduce((a, b) => (weight(b) > weight(a) ? b : a), first);
  if (found.kind === "passed") return allPassed(verdicts);
  if (found.kind !== "failed") return found;
  const many = verdicts.filter(({ kind }) => kind === "failed").length;
  return failed(`${many} of ${verdicts.length} runs failed${many > 1 ? ", the first with" : ""}: ${found.reason}`);
}

function weight({ kind }: Verdict): number {
  return kindsByWeight.indexOf(kind);
}

function allPassed(verdicts: readonly Verdict[]): Verdict {
  const forgiven = verdicts.reduce((sum, each) => sum + (each.kind === "passed" ? each.forgiven : 0), 0);
  const what = forgiven > 0 ? `; ${tests(forgiven)} that did not pass ${forgiven === 1 ? "was" : "were"} forgiven` : "";
  return { kind: "passed", reason: `All ${verdicts.length} runs passed${what}.`, forgiven };
}

/** Makes the verdict of tests that stop the pipeline. */
export function failed(reason: string): Verdict {
  return { kind: "failed", reason };
}

/** Formats a number of tests: `1 test`, `2 tests`. */
export function tests(amount: number): string {
  return amount === 1 ? "1 test" : `${amount} tests`;
}
