import { InterruptedError, ProviderError, RemotestError, TimedOutError, UnknownStartError } from "./errors.ts";
import { persist } from "./poll.ts";
import type { CallContext, RunHandle } from "./provider.ts";
import { callContext, patience, type RunContext } from "./run-context.ts";

/**
 * Starts a run (or a rerun) at most once: the request is repeated only after an answer or a fault that proves that
 * nothing was started.
 *
 * @throws {UnknownStartError} when the time was up while the request was on its way.
 * @throws {InterruptedError} whose message says whether a request was on its way.
 */
export async function startOnce(
  context: RunContext,
  call: "start" | "rerun",
  send: (context: CallContext) => Promise<RunHandle>,
): Promise<RunHandle> {
  const { deadline } = context;
  let refused: ProviderError | undefined;
  let onItsWay = false;
  try {
    return await persist(
      async () => {
        onItsWay = true;
        try {
          return await send(callContext(context, deadline.signal));
        } catch (error) {
          onItsWay = !(error instanceof ProviderError);
          if (error instanceof ProviderError) refused = error;
          throw error;
        }
      },
      patience(context, call),
    );
  } catch (error) {
    if (error instanceof TimedOutError) throw onItsWay ? timedOutOnTheWay(error) : (refused ?? error);
    if (error instanceof InterruptedError) throw interrupted(error, onItsWay);
    throw error instanceof RemotestError ? error : brokeOnTheWay(error);
  }
}

/** Nobody foresaw it, so nobody knows whether the request had left. */
function brokeOnTheWay(cause: unknown): UnknownStartError {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new UnknownStartError(
    `Something unforeseen went wrong while the run was started, so it may or may not have been: ${what}`,
    "Look at the service whether the run is there before you start it again.",
    cause,
  );
}

function timedOutOnTheWay(cause: TimedOutError): UnknownStartError {
  return new UnknownStartError(
    "The time was up while the start request was on its way, so the run may or may not have been started.",
    "Look at the service whether the run is there before you start it again; give --timeout more time.",
    cause,
  );
}

function interrupted({ signal }: InterruptedError, onItsWay: boolean): InterruptedError {
  return new InterruptedError(
    signal,
    onItsWay
      ? {
          message: `Stopped by ${signal} while the start request was on its way: the run may or may not have been started.`,
          next: "Look at the service whether the run is there before you start it again.",
        }
      : { message: `Stopped by ${signal} before the run was started.`, next: "Start it again when you are ready." },
  );
}
