import type { Limit } from "../inputs/input.ts";
import type { CommonOptions } from "../inputs/common-inputs.ts";
import { listed } from "../inputs/listed.ts";
import { commandNames, type InputNames } from "../inputs/wording.ts";
import { durationText } from "../inputs/value-text.ts";
import { type Counts, count, type TestRun } from "../results/test-run.ts";
import { failed, tests, type Verdict } from "./verdict.ts";

/** Which failures stop the pipeline. */
export interface GatePolicy {
  readonly failOn: CommonOptions["failOn"];
  readonly maxFailures: Limit;
  /** If fewer tests really ran, the run failed, whatever they say. Default: 1. */
  readonly minTests?: number;
  /** In milliseconds. If the run took longer, or if it is not known how long it took, it failed. Default: no limit. */
  readonly maxDurationMs?: number | undefined;
}

/**
 * Decides whether the pipeline may continue. Pure. Fails closed: a run without tests, a run that was cut short, and
 * a service that says "failed" without a failed test are never a pass, even if the policy forgives everything; nor is a
 * run with too few tests or one that took too long, because the policy forgives only tests. Cases in quarantine do not
 * count, as long as another case passed: see `applyQuarantine`.
 *
 * @param names by which the user knows the inputs: the reason names those that decided
 * @example gate(testRun, { failOn: "failed", maxFailures: { count: 0 } }).kind // "passed" | "failed"
 */
export function gate(testRun: TestRun, policy: GatePolicy, names: InputNames = commandNames): Verdict {
  const counts = count([testRun]);
  const { conclusion } = testRun;
  if (conclusion.kind === "cut-short") return failed(`The run was cut short: ${conclusion.message}`);
  if (counts.total === 0) return failed(noTestRan(conclusion.kind === "failed" ? conclusion.message : undefined));
  if (counts.skipped === counts.total) return failed(`No test ran at all: all ${counts.total} were skipped.`);
  const ofTests = verdictOfTests(testRun, counts, policy, names);
  const beyondTests = tooFew(counts, policy, names) ?? tooLong(testRun, policy, names);
  if (beyondTests === undefined) return ofTests;
  // A limit of the run must not hide the tests that failed.
  return failed(ofTests.kind === "failed" ? `${beyondTests} ${ofTests.reason}` : beyondTests);
}

/** Returns the verdict as if the run had no limits of its own. */
function verdictOfTests(testRun: TestRun, counts: Counts, policy: GatePolicy, names: InputNames): Verdict {
  const { conclusion } = testRun;
  const notPassed = counts.failed + counts.errors;
  if (conclusion.kind === "failed" && notPassed === 0)
    return failed(`The service calls the run failed although no test failed${tail(conclusion.message)}`);
  // The service names a reason beyond the tests, so forgiving the tests would not be enough.
  if (conclusion.kind === "failed" && conclusion.message)
    return failed(`${describe(counts)}. The service says: ${conclusion.message}`);
  return judge(testRun, policy, names);
}

/** A skipped test did not run. */
function tooFew({ total, skipped }: Counts, { minTests = 1 }: GatePolicy, { option }: InputNames): string | undefined {
  const ran = total - skipped;
  if (ran >= minTests) return undefined;
  const skips = skipped > 0 ? ` of ${total}` : "";
  return `Only ${tests(ran)}${skips} ran; ${option("minTests")} is ${minTests}.`;
}

function tooLong({ durationMs }: TestRun, { maxDurationMs }: GatePolicy, { option }: InputNames): string | undefined {
  if (maxDurationMs === undefined || (durationMs !== undefined && durationMs <= maxDurationMs)) return undefined;
  const limit = `${option("maxDuration")} is ${durationText(maxDurationMs)}`;
  if (durationMs === undefined) return `It is not known how long the run took; ${limit}.`;
  return `The run took ${durationText(Math.ceil(durationMs / 1000) * 1000)}; ${limit}.`;
}

function judge(testRun: TestRun, { failOn, maxFailures }: GatePolicy, { option }: InputNames): Verdict {
  const all = count([testRun]);
  const notPassed = all.failed + all.errors;
  if (notPassed === 0) return { kind: "passed", reason: `${tests(all.passed)} passed${skips(all)}.`, forgiven: 0 };
  // If nothing passed, quarantine forgives nothing. A percentage is of the tests that count.
  const counting = all.passed > 0 ? count([withoutQuarantined(testRun)]) : all;
  const quarantined = all.total - counting.total;
  const left = counting.failed + counting.errors;
  const what = describe(all);
  const quarantine = option("quarantine");
  const forgive = (...by: readonly string[]): Verdict => ({
    kind: "passed",
    reason: `${what}; ${by.join(", ")}.`,
    forgiven: notPassed,
  });
  const forgiveBy = (input: string, value: string): Verdict =>
    quarantined === 0
      ? forgive(`forgiven by ${option(input)} ${value}`)
      : forgive(`${quarantined} forgiven by ${quarantine}`, `${left} by ${option(input)} ${value}`);
  if (left === 0) return forgive(`forgiven by ${quarantine}`);
  if (failOn === "never") return forgiveBy("failOn", "never");
  const stop = failed(`${what}${butQuarantine(all, quarantined, quarantine)}.`);
  if (counting.errors > 0) return stop;
  if (failOn === "error") return forgiveBy("failOn", "error");
  if (counting.failed > allowed(maxFailures, counting.total)) return stop;
  return forgiveBy("maxFailures", show(maxFailures));
}

function withoutQuarantined(testRun: TestRun): TestRun {
  const suites = testRun.suites.map((suite) => ({ ...suite, cases: suite.cases.filter((each) => !each.quarantine) }));
  return { ...testRun, suites };
}

/** Says what the quarantine forgave, if the run failed all the same. */
function butQuarantine(all: Counts, quarantined: number, quarantine: string): string {
  if (all.quarantined === 0) return "";
  return quarantined === 0
    ? `; ${quarantine} forgives nothing if no test passed`
    : `; ${quarantined} of them forgiven by ${quarantine}`;
}

function allowed(limit: Limit, total: number): number {
  return "count" in limit ? limit.count : (limit.percent * total) / 100;
}

function show(limit: Limit): string {
  return "count" in limit ? `${limit.count}` : `${limit.percent}%`;
}

function noTestRan(message: string | undefined): string {
  return `No test ran at all${tail(message)}`;
}

function tail(message: string | undefined): string {
  return message ? `: ${message}` : ".";
}

function skips({ skipped }: Counts): string {
  return skipped > 0 ? `, ${skipped} skipped` : "";
}

function describe(counts: Counts): string {
  const parts = [
    counts.failed > 0 ? `${counts.failed} failed` : undefined,
    counts.errors > 0 ? `${counts.errors} broken` : undefined,
  ].filter((part) => part !== undefined);
  return `${listed(parts, "and")} of ${tests(counts.total)}${skips(counts)}`;
}
