import { InterruptedError } from "../errors.ts";
import type { RunHandle } from "../provider/provider.ts";
import { callContext, type RunContext } from "./run-context.ts";
import type { RunSettings } from "./plan.ts";
import { retry } from "./retry.ts";

/** Of the 5 s between the signal and the end of the process: the rest is for the reports. */
const cancelWithinMs = 2_500;

/** The run at the service that is being waited for: the run itself, or its rerun. */
export class RunUnderWay {
  handle: RunHandle | undefined;
}

/**
 * Awaits the results of a run. If the process is asked to stop meanwhile, and the user wants it, the run is cancelled at
 * the service.
 *
 * @throws {InterruptedError} whose message says whether the service accepted that.
 */
export async function cancelledOnInterrupt<T>(
  context: RunContext,
  { onInterrupt }: Pick<RunSettings, "onInterrupt">,
  underWay: RunUnderWay,
  results: () => Promise<T>,
): Promise<T> {
  try {
    return await results();
  } catch (error) {
    const { handle } = underWay;
    if (!(error instanceof InterruptedError) || onInterrupt !== "cancel" || !handle) throw error;
    throw await interruptedAndCancelled(context, handle, error);
  }
}

async function interruptedAndCancelled(
  context: RunContext,
  handle: RunHandle,
  error: InterruptedError,
): Promise<InterruptedError> {
  const { cancel } = context.connection;
  if (cancel === "unsupported") return error;
  const { signal } = error;
  const time = AbortSignal.timeout(cancelWithinMs);
  try {
    const answer = await retry(() => cancel(handle, callContext(context, time)), {
      failures: 3,
      firstDelayMs: 200,
      longestDelayMs: 1_000,
      signal: time,
      onRetry: () => undefined,
    });
    return new InterruptedError(
      signal,
      answer === "finished"
        ? {
            message: `Stopped by ${signal}. ${handle.ref} had already finished, so it was not cancelled.`,
            next: "Collect its results with the attach command.",
          }
        : {
            message: `Stopped by ${signal}. The service accepted the request to cancel ${handle.ref}.`,
            next: "Check it with the status command.",
          },
    );
  } catch (cause) {
    const why = time.aborted ? "the service did not answer in time." : messageOf(cause);
    return new InterruptedError(signal, {
      message: `Stopped by ${signal}. ${handle.ref} could not be cancelled and may still be running at the service: ${why}`,
      next: "Cancel it with the cancel command, or wait for it with the attach command.",
    });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Returns a warning if the run is to be cancelled at an interruption and the service cannot. */
export function warningOfNoCancel(
  { connection, planned: { provider }, names: { option } }: Pick<RunContext, "connection" | "planned" | "names">,
  { onInterrupt }: Pick<RunSettings, "onInterrupt">,
): string | undefined {
  if (onInterrupt !== "cancel" || connection.cancel !== "unsupported") return undefined;
  return `${provider.title} cannot cancel a run, so ${option("onInterrupt")} cancel has no effect.`;
}
