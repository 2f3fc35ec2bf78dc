import { inWords, RemotestError, TimedOutError, UnexpectedError } from "../errors.ts";
import { durationText } from "../inputs/value-text.ts";
import { Deadline, orAborted } from "./deadline.ts";
import type { RunHandle, RunState } from "../provider/provider.ts";
import { callContext } from "./run-context.ts";
import type { RunPorts, StartedRun } from "./plan.ts";

/** The result of a status check. */
export type StatusReport = { readonly handle: RunHandle } & (
  | { readonly state: RunState }
  | { readonly error: RemotestError }
);

/**
 * Checks the status of each run that the plan attaches to, once. It does not wait, and does not repeat a failed check.
 * Never rejects because of a run: each has its own report.
 */
export async function checkStatus(
  plan: readonly StartedRun[],
  timeoutMs: number,
  { transport, listen, interrupted, names }: Pick<RunPorts, "transport" | "listen" | "interrupted" | "names">,
): Promise<readonly StatusReport[]> {
  return Promise.all(
    plan.map(async ({ provider, connect, beginning }, run): Promise<StatusReport> => {
      using deadline = new Deadline(timeoutMs, interrupted);
      const { handle } = beginning;
      try {
        const connection = provider.connect(connect, transport);
        const polled = connection.poll(handle, callContext({ run, listen }, deadline.end));
        const state = await orAborted(polled, deadline.end);
        listen({ type: "state", run, state, waitedMs: 0 });
        return { handle, state };
      } catch (cause) {
        return { handle, error: inWords(errorOf(cause, handle, timeoutMs), names) };
      }
    }),
  );
}

/** A check that waits for nothing does not know whether the run is finished. */
function errorOf(cause: unknown, { ref }: RunHandle, timeoutMs: number): RemotestError {
  if (cause instanceof TimedOutError)
    return new TimedOutError({
      message: `The service did not tell the status of ${ref} within ${durationText(timeoutMs)}.`,
      next: ({ option }) => `Check it again, or give ${option("timeout")} more time.`,
      timeoutMs,
    });
  return cause instanceof RemotestError ? cause : new UnexpectedError(cause);
}
