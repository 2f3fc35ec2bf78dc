import type { RemotestError } from "./errors.ts";
import type { CommonOptions, Limit } from "./inputs.ts";
import { type Counts, count, type TestRun } from "./test-run.ts";

/** What the pipeline does with the run, and why. `reason` is one sentence for people. */
export type Verdict =
  | { readonly kind: "passed"; readonly reason: string; readonly forgiven: number }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "provider-error"; readonly reason: string; readonly error: RemotestError }
  | { readonly kind: "timed-out"; readonly reason: string; readonly error: RemotestError }
  | { readonly kind: "unknown-start"; readonly reason: string; readonly error: RemotestError }
  | { readonly kind: "interrupted"; readonly reason: string; readonly error: RemotestError };

/** What the gate stops for. */
export interface GatePolicy {
  readonly failOn: CommonOptions["failOn"];
  readonly maxFailures: Limit;
}

/**
 * Decides whether the pipeline may go on. Pure. Fails closed: nothing ran, a run that was cut short, and a service
 * that says "failed" without a failed test are never a pass, whatever the policy forgives.
 *
 * @example gate(testRun, { failOn: "failed", maxFailures: { count: 0 } }).kind // "passed" | "failed"
 */
export function gate(testRun: TestRun, policy: GatePolicy): Verdict {
  const counts = count([testRun]);
  const { conclusion } = testRun;
  if (conclusion.kind === "cut-short") return failed(`The run was cut short: ${conclusion.message}`);
  if (counts.total === 0) return failed(noTestRan(conclusion.kind === "failed" ? conclusion.message : undefined));
  if (counts.skipped === counts.total) return failed(`No test ran at all: all ${counts.total} were skipped.`);
  const notPassed = counts.failed + counts.errors;
  if (conclusion.kind === "failed" && notPassed === 0)
    return failed(`The service calls the run failed although no test failed${tail(conclusion.message)}`);
  // The service names a reason beyond the tests, so forgiving the tests would not be enough.
  if (conclusion.kind === "failed" && conclusion.message)
    return failed(`${describe(counts)}. The service says: ${conclusion.message}`);
  return judge(counts, policy);
}

function judge(counts: Counts, { failOn, maxFailures }: GatePolicy): Verdict {
  const notPassed = counts.failed + counts.errors;
  if (notPassed === 0)
    return { kind: "passed", reason: `${tests(counts.passed)} passed${skips(counts)}.`, forgiven: 0 };
  const what = describe(counts);
  if (failOn === "never")
    return { kind: "passed", reason: `${what}; forgiven by --fail-on never.`, forgiven: notPassed };
  if (counts.errors > 0) return failed(`${what}.`);
  if (failOn === "error")
    return { kind: "passed", reason: `${what}; forgiven by --fail-on error.`, forgiven: notPassed };
  if (counts.failed > allowed(maxFailures, counts.total)) return failed(`${what}.`);
  return { kind: "passed", reason: `${what}; forgiven by --max-failures ${show(maxFailures)}.`, forgiven: notPassed };
}

function allowed(limit: Limit, total: number): number {
  return "count" in limit ? limit.count : (limit.percent * total) / 100;
}

function show(limit: Limit): string {
  return "count" in limit ? `${limit.count}` : `${limit.percent}%`;
}

function failed(reason: string): Verdict {
  return { kind: "failed", reason };
}

function noTestRan(message: string | undefined): string {
  return `No test ran at all${tail(message)}`;
}

function tail(message: string | undefined): string {
  return message ? `: ${message}` : ".";
}

function tests(amount: number): string {
  return amount === 1 ? "1 test" : `${amount} tests`;
}

function skips({ skipped }: Counts): string {
  return skipped > 0 ? `, ${skipped} skipped` : "";
}

function describe(counts: Counts): string {
  const parts = [
    counts.failed > 0 ? `${counts.failed} failed` : undefined,
    counts.errors > 0 ? `${counts.errors} broken` : undefined,
  ].filter((part) => part !== undefined);
  return `${parts.join(" and ")} of ${tests(counts.total)}${skips(counts)}`;
}

const severity: readonly Verdict["kind"][] = [
  "passed",
  "failed",
  "timed-out",
  "provider-error",
  "unknown-start",
  "interrupted",
];

/**
 * The verdict of a plan: the worst of its runs. A plan without runs is no pass.
 * @example worst(report.runs.map((run) => run.verdict))
 */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const [first, ...rest] = verdicts;
  if (!first) return failed("Nothing was run.");
  return rest.reduce((a, b) => (severity.indexOf(b.kind) > severity.indexOf(a.kind) ? b : a), first);
}
