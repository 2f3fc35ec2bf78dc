import {
  type RemotestError,
  InterruptedError,
  ProviderError,
  TimedOutError,
  UnknownStartError,
  UsageError,
} from "../errors.ts";

/** What the pipeline does with the run, and why. `reason` is one sentence for people. */
export type Verdict =
  | { readonly kind: "passed"; readonly reason: string; readonly forgiven: number }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "usage"; readonly reason: string; readonly error: RemotestError }
  | { readonly kind: "provider-error"; readonly reason: string; readonly error: RemotestError }
  | { readonly kind: "timed-out"; readonly reason: string; readonly error: RemotestError }
  | { readonly kind: "unknown-start"; readonly reason: string; readonly error: RemotestError }
  | { readonly kind: "interrupted"; readonly reason: string; readonly error: RemotestError };

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

const severity: readonly Verdict["kind"][] = [
  "passed",
  "failed",
  "usage",
  "timed-out",
  "provider-error",
  "unknown-start",
  "interrupted",
];

/**
 * The verdict of a plan: the worst of its runs. A plan without runs is no pass. What is forgiven adds up.
 * @example worst(report.runs.map((run) => run.verdict))
 */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const [first, ...rest] = verdicts;
  if (!first) return failed("Nothing was run.");
  if (rest.length === 0) return first;
  const found = rest.reduce((a, b) => (severity.indexOf(b.kind) > severity.indexOf(a.kind) ? b : a), first);
  if (found.kind === "passed") return allPassed(verdicts);
  if (found.kind !== "failed") return found;
  const many = verdicts.filter(({ kind }) => kind === "failed").length;
  return failed(`${many} of ${verdicts.length} runs failed${many > 1 ? ", the first with" : ""}: ${found.reason}`);
}

function allPassed(verdicts: readonly Verdict[]): Verdict {
  const forgiven = verdicts.reduce((sum, each) => sum + (each.kind === "passed" ? each.forgiven : 0), 0);
  const what = forgiven > 0 ? `; what did not pass in them was forgiven: ${tests(forgiven)}` : "";
  return { kind: "passed", reason: `All ${verdicts.length} runs passed${what}.`, forgiven };
}

/** A verdict of the tests: they stop the pipeline. */
export function failed(reason: string): Verdict {
  return { kind: "failed", reason };
}

/** A number of tests, in words. */
export function tests(amount: number): string {
  return amount === 1 ? "1 test" : `${amount} tests`;
}
