import { type Bell, whileExpectedMs } from "./bell.ts";
import { TimedOutError } from "./errors.ts";
import { nextLook, orAborted, persist, sleep } from "./poll.ts";
import type { RunHandle, RunResults, RunState } from "./provider.ts";
import { callContext, patience, type RunContext } from "./run-context.ts";

/**
 * Looks at the run until it is finished. A status that nobody documents counts as not finished.
 *
 * @param bell rung when the service calls: the run is then looked at at once, and otherwise seldom
 * @throws {TimedOutError} when the time is up and one last look still found it unfinished.
 */
export async function waitUntilFinished(context: RunContext, handle: RunHandle, bell?: Bell): Promise<RunState> {
  const { connection, deadline, listen, run, pollIntervalMs } = context;
  const look = async (signal: AbortSignal): Promise<RunState> => {
    const state = await connection.poll(handle, callContext(context, signal));
    listen({ type: "state", run, state, waitedMs: deadline.waitedMs });
    return state;
  };
  const waitedFrom = deadline.waitedMs;
  try {
    for (;;) {
      const state = await persist(() => look(deadline.signal), patience(context, "poll"));
      if (state.status === "finished") {
        context.seen.ended();
        return state;
      }
      if (bell) await bell.wait(pollIntervalMs ?? whileExpectedMs, deadline.signal);
      else await sleep(nextLook(deadline.waitedMs - waitedFrom, pollIntervalMs), deadline.signal);
    }
  } catch (error) {
    if (!(error instanceof TimedOutError)) throw error;
    const last = await orAborted(look(deadline.end), deadline.end).catch(() => undefined);
    if (last?.status !== "finished") throw error;
    context.seen.ended();
    return last;
  }
}

/** Brings the results home; asked for again while the service says that they are not there yet. */
export async function collect(context: RunContext, handle: RunHandle, finished: RunState): Promise<RunResults> {
  const { connection, deadline } = context;
  return persist(
    () => connection.results(handle, finished, callContext(context, deadline.end)),
    patience(context, "results", deadline.end),
  );
}
