import { TimedOutError } from "../errors.ts";
import { durationText } from "../inputs/value-text.ts";
import { Deadline, orAborted } from "./deadline.ts";
import type { RunHandle, RunState } from "../provider/provider.ts";
import { callContext } from "./run-context.ts";
import { Observations } from "./observations.ts";
import type { PlannedRun, RunPorts } from "./plan.ts";

/** The result of a status check. */
export interface RunStatus {
  readonly handle: RunHandle;
  readonly state: RunState;
}

/**
 * Checks the status of each run that the plan attaches to, once. It does not wait, and does not repeat a failed check.
 * @throws {ProviderError} if the status check fails.
 * @throws {TimedOutError} if the service does not answer in time.
 */
export async function checkStatus(
  plan: readonly PlannedRun[],
  timeoutMs: number,
  { transport, listen, interrupted }: Pick<RunPorts, "transport" | "listen" | "interrupted">,
): Promise<readonly RunStatus[]> {
  return Promise.all(
    plan.map(async ({ provider, connect, beginning }, run) => {
      if (beginning.kind === "start") throw new TypeError("A run that has not been started has no status");
      using deadline = new Deadline(timeoutMs, interrupted);
      const { handle } = beginning;
      const connection = provider.connect(connect, transport);
      const context = {
        run,
        connection,
        deadline,
        pollIntervalMs: undefined,
        listen,
        observations: new Observations(),
      };
      const polled = connection.poll(handle, callContext(context, deadline.end));
      const state = await orAborted(polled, deadline.end).catch((error: unknown) =>
        Promise.reject(error instanceof TimedOutError ? noStatus(handle, timeoutMs) : (error as Error)),
      );
      listen({ type: "state", run, state, waitedMs: 0 });
      return { handle, state };
    }),
  );
}

/** A check that waits for nothing does not know whether the run is finished. */
function noStatus({ ref }: RunHandle, timeoutMs: number): TimedOutError {
  return new TimedOutError({
    message: `The service did not tell the status of ${ref} within ${durationText(timeoutMs)}.`,
    next: ({ option }) => `Check it again, or give ${option("timeout")} more time.`,
    timeoutMs,
  });
}
