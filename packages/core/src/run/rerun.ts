import { InterruptedError, ProviderError, TimedOutError, UnknownStartError } from "../errors.ts";
import type { CallContext, RunHandle } from "../provider/provider.ts";
import { handleOf } from "../provider/reference.ts";
import { mayStillPass } from "../results/conclusion.ts";
import { mergeRerun } from "../results/merge-rerun.ts";
import { count, type TestRun } from "../results/test-run.ts";
import { awaitNote } from "./await-note.ts";
import type { RunSettings } from "./plan.ts";
import type { RunContext } from "./run-context.ts";
import { sendOnce } from "./send-once.ts";
import { startedBefore } from "./unknown-start.ts";

/**
 * Starts rerun number `attempt`, from 1, of a run of the plan, at most once, or attaches to the rerun that an earlier
 * process has already started.
 *
 * @throws {ProviderError} if the service refuses it, or cannot rerun.
 * @throws {UnknownStartError} if it may have been started, by this process or by an earlier one.
 */
export async function beginRerun(context: RunContext, handle: RunHandle, attempt: number): Promise<RunHandle> {
  const { run, listen, ledger, planned, connection } = context;
  const { reruns, rerunOnItsWay } = ledger.entry(run);
  const before = reruns[attempt - 1];
  const known = before === undefined ? undefined : handleOf(planned.provider, before);
  if (known) {
    listen({ type: "attached", run, handle: known, attempt });
    return { ...known, rerunOf: handle.ref };
  }
  if (rerunOnItsWay)
    throw new UnknownStartError(
      "An earlier process sent the rerun request and ended before an answer came, so the rerun may or may not have been started.",
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
  context.observations.started();
  if (ledger.knows(again.ref, run)) throw startedBefore(again);
  listen({ type: "started", run, handle: again, attempt });
  await awaitNote(ledger.rerun(run, again), context);
  return { ...again, rerunOf: handle.ref };
}

export function rerunUnsupported({ ref }: RunHandle): ProviderError {
  return new ProviderError({
    code: "rerun-unsupported",
    message: `The service cannot rerun what did not pass (${ref}).`,
    next: ({ option }) => `Start a new run with \`remotest run\`, or leave out ${option("rerunFailed")}.`,
    retry: "never",
  });
}

/** The number of reruns. */
export interface Reruns {
  readonly times: number;
  /** Reruns up to this number were requested with `remotest rerun`: if one of them has no results, the run has none. */
  readonly must: number;
}

/**
 * Reruns what did not pass up to `times` times and adds each attempt to the results. A rerun without results only
 * adds a warning, unless it must run, or is under way and is not waited for.
 *
 * @throws {InterruptedError} if the process is asked to stop.
 * @throws the error of a rerun that must run
 */
export async function rerunUntilPassed(
  { run, listen, noWait }: Pick<RunContext, "run" | "listen" | "noWait">,
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
      // Without waiting, a rerun that is under way is not one that brought nothing: its results are still to come.
      const isUnderWay = noWait && error instanceof TimedOutError;
      if (error instanceof InterruptedError || isUnderWay || attempt <= must) throw error;
      const message = `Rerun ${attempt} brought no results: ${error instanceof Error ? error.message : String(error)}`;
      listen({ type: "warning", run, message });
      return { ...testRun, warnings: [...testRun.warnings, message] };
    }
  }
  return testRun;
}

/** False also for a run that was cancelled, or that the service failed for its own reason: no rerun makes it pass. */
function needsRerun(testRun: TestRun): boolean {
  const { total, passed } = count([testRun]);
  return total > passed && mayStillPass(testRun);
}

/** Counts the reruns to make: those requested, and those that an earlier process has already started. */
export function rerunsOf(context: RunContext, first: TestRun, { rerunFailed, resume }: RunSettings): Reruns {
  const { run, listen, planned, ledger } = context;
  const known = ledger.entry(run).reruns.length;
  if (planned.beginning.kind !== "rerun") return { times: Math.max(rerunFailed, known), must: 0 };
  if (!needsRerun(first))
    listen({ type: "note", run, message: "Nothing to rerun: no rerun could make a test of this run pass." });
  // With --resume, the rerun in the ledger is the requested one.
  const must = resume ? Math.max(1, known) : known + 1;
  return { times: Math.max(must, rerunFailed), must };
}

/** Returns a warning if reruns are requested and the service has none. */
export function warningOfNoRerun(
  { connection, planned: { provider }, names: { option } }: RunContext,
  { rerunFailed }: RunSettings,
): string | undefined {
  if (rerunFailed === 0 || connection.rerun !== "unsupported") return undefined;
  return `${provider.title} cannot rerun what did not pass, so ${option("rerunFailed")} has no effect.`;
}
