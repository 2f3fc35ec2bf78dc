import { InterruptedError, ProviderError, UnknownStartError } from "../errors.ts";
import type { CallContext, RunHandle } from "../provider/provider.ts";
import { handleOf } from "../provider/reference.ts";
import { mayStillPass } from "../results/conclusion.ts";
import { mergeRerun } from "../results/merge-rerun.ts";
import { count, type TestRun } from "../results/test-run.ts";
import { noted } from "./noted.ts";
import type { RunSettings } from "./plan.ts";
import type { RunContext } from "./run-context.ts";
import { sendOnce } from "./send-once.ts";
import { startedBefore } from "./unknown-start.ts";

/**
 * Starts rerun number `attempt`, from 1, of what did not pass in a run of the plan, at most once; attaches to the rerun that
 * an earlier process has started already.
 *
 * @throws {ProviderError} also if the service has no rerun.
 * @throws {UnknownStartError} when it may have been started, by this process or by an earlier one.
 */
export async function beginRerun(context: RunContext, handle: RunHandle, attempt: number): Promise<RunHandle> {
  const { run, listen, ledger, planned, connection } = context;
  const { reruns, rerunOnItsWay } = ledger.entry(run);
  const before = reruns[attempt - 1];
  const known = before === undefined ? undefined : handleOf(planned.provider, before);
  if (known) {
    listen({ type: "attached", run, handle: known, attempt });
    return known;
  }
  if (rerunOnItsWay)
    throw new UnknownStartError(
      "An earlier process sent its request and ended before an answer came, so it may or may not have been started.",
      "Check at the service whether the rerun is there.",
    );
  const { rerun } = connection;
  if (rerun === "unsupported") throw rerunUnsupported(handle);
  const send = {
    call: "rerun",
    send: (call: CallContext) => rerun(handle, call),
    sending: ledger.sendingRerun(run),
  } as const;
  const again = await sendOnce(context, send);
  context.seen.started();
  if (ledger.knows(again.ref, run)) throw startedBefore(again);
  listen({ type: "started", run, handle: again, attempt });
  await noted(ledger.rerun(run, again), context);
  return again;
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
 * @throws the error of a rerun that must run
 */
export async function rerunUntilPassed(
  { run, listen }: Pick<RunContext, "run" | "listen">,
  first: TestRun,
  { times, must }: Reruns,
  rerun: (attempt: number) => Promise<TestRun>,
): Promise<TestRun> {
  let testRun = first;
  for (let attempt = 1; attempt <= times && needsRerun(testRun); attempt++) {
    const { total, passed } = count([testRun]);
    listen({ type: "rerunning", run, tests: total - passed, attempt, times });
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
function needsRerun(testRun: TestRun): boolean {
  const { total, passed } = count([testRun]);
  return total > passed && mayStillPass(testRun);
}

/** As many reruns as are asked for, and those that an earlier process has started already. */
export function rerunsOf(context: RunContext, first: TestRun, { rerunFailed, resume }: RunSettings): Reruns {
  const { run, listen, planned, ledger } = context;
  const known = ledger.entry(run).reruns.length;
  if (planned.beginning.kind !== "rerun") return { times: Math.max(rerunFailed, known), must: 0 };
  if (!needsRerun(first))
    listen({ type: "note", run, message: "Nothing is rerun: no test is left that a rerun could make pass." });
  // With --resume, the one that is known is the one that is asked for.
  const must = resume ? Math.max(1, known) : known + 1;
  return { times: Math.max(must, rerunFailed), must };
}

/** Says that reruns are asked for and the service has none; undefined if nothing is wrong. */
export function warningOfNoRerun(
  { connection, planned: { provider } }: RunContext,
  { rerunFailed }: RunSettings,
): string | undefined {
  if (rerunFailed === 0 || connection.rerun !== "unsupported") return undefined;
  return `${provider.title} cannot rerun what did not pass, so --rerun-failed does nothing here.`;
}
