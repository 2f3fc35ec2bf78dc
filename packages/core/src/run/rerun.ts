import { mergeRerun } from "../results/merge-rerun.ts";
import { mayStillPass } from "../results/conclusion.ts";
import { InterruptedError, ProviderError } from "../errors.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { RunContext } from "./run-context.ts";
import type { Sending } from "../ledger/ledger.ts";
import { startOnce } from "./send-once.ts";
import { count, type TestRun } from "../results/test-run.ts";

/**
 * Starts a rerun of what did not pass, at most once.
 * @throws {ProviderError} also where the service has no rerun.
 */
export async function rerunOnce(context: RunContext, handle: RunHandle, sending: Sending): Promise<RunHandle> {
  const { rerun } = context.connection;
  if (rerun === "unsupported") throw rerunUnsupported(handle);
  return startOnce(context, { call: "rerun", send: (call) => rerun(handle, call), sending });
}

export function rerunUnsupported({ ref }: RunHandle): ProviderError {
  return new ProviderError({
    code: "rerun-unsupported",
    message: `The service cannot rerun what did not pass (${ref}).`,
    next: "Start a new run with `remotest run`, or leave --rerun-failed out.",
    retry: "never",
  });
}

/** How often what did not pass is rerun. */
export interface Reruns {
  readonly times: number;
  /** Up to this one they were asked for by themselves: if one of those brings no results, that is the end. */
  readonly must: number;
}

/**
 * Reruns what did not pass up to `times` times and adds each attempt to the results. A rerun that goes wrong changes
 * no result: what is known stands, with a warning; unless it must run.
 *
 * @throws {InterruptedError} when the process is asked to stop.
 * @throws whatever a rerun throws that must run
 */
export async function rerunUntilPassed(
  { run, listen }: Pick<RunContext, "run" | "listen">,
  first: TestRun,
  { times, must }: Reruns,
  rerun: (attempt: number) => Promise<TestRun>,
): Promise<TestRun> {
  let testRun = first;
  for (let attempt = 1; attempt <= times && needsRerun(testRun); attempt++) {
    try {
      testRun = mergeRerun(testRun, await rerun(attempt));
    } catch (error) {
      if (error instanceof InterruptedError || attempt <= must) throw error;
      const message = `Rerun ${attempt} brought no results: ${error instanceof Error ? error.message : String(error)}`;
      listen({ type: "warning", run, message });
      return { ...testRun, warnings: [...testRun.warnings, message] };
    }
  }
  return testRun;
}

/** A run that was cancelled, or that the service failed for a reason of its own, passes by no rerun. */
export function needsRerun(testRun: TestRun): boolean {
  const { total, passed } = count([testRun]);
  return total > passed && mayStillPass(testRun);
}
