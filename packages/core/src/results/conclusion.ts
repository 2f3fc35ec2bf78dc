import { type Conclusion, count, type TestRun } from "./test-run.ts";

/**
 * From best to worst. A merge takes the worst conclusion and never a better one, so that no rerun, shard or
 * resumed part can hide what another one said: docs/decisions/0026.
 */
const order: readonly Conclusion["kind"][] = ["passed", "unstated", "failed", "cut-short"];

/**
 * Returns what a service concludes about one attempt beyond its test cases. Only a failed or broken case explains a
 * service's "failed": then the cases say everything, and may pass in a later attempt. A "failed" that no case explains
 * keeps its own reason, whichever tests pass later.
 *
 * @example beyondCases(firstRun).kind // "unstated" if a test failed
 */
export function beyondCases(testRun: TestRun): Conclusion {
  const { conclusion } = testRun;
  if (conclusion.kind !== "failed" || conclusion.message) return conclusion;
  const { failed, errors } = count([testRun]);
  if (failed + errors > 0) return { kind: "unstated" };
  return { kind: "failed", message: "the service calls the run failed although no test failed in it" };
}

/** Returns the worst of several conclusions; of two equally bad ones, the first. */
export function worstConclusion(first: Conclusion, ...others: readonly Conclusion[]): Conclusion {
  return others.reduce((a, b) => (order.indexOf(b.kind) > order.indexOf(a.kind) ? b : a), first);
}

/** True if tests that pass later could still make the run a pass. */
export function mayStillPass(testRun: TestRun): boolean {
  const { kind } = beyondCases(testRun);
  return kind === "passed" || kind === "unstated";
}
