import {
  InterruptedError,
  nextOf,
  ProviderError,
  RemotestError,
  TimedOutError,
  UnknownStartError,
  UsageError,
} from "../errors.ts";
import { worded } from "../inputs/wording.ts";
import type { RequestRecord } from "../ledger/ledger.ts";
import { retry, retryPolicy } from "./retry.ts";
import type { CallContext, RunHandle } from "../provider/provider.ts";
import { lookFor } from "../ledger/look-for.ts";
import { callContext, type RunContext } from "./run-context.ts";

/** A request that starts something. */
export interface StartRequest {
  readonly call: "start" | "rerun";
  /** The token in the name that is sent. */
  readonly token?: string | undefined;
  readonly send: (context: CallContext) => Promise<RunHandle>;
  /** Notes each attempt before it is sent, and those that certainly started nothing. */
  readonly sending: RequestRecord;
}

/**
 * Starts a run (or a rerun) at most once: the request is repeated only after an answer or a fault that proves that
 * nothing was started.
 *
 * @throws {UnknownStartError} if the time ran out, or something unexpected happened, while the request was on its way.
 * @throws {InterruptedError} whose message says whether a request was on its way.
 */
export async function sendOnce(context: RunContext, { call, send, sending, token }: StartRequest): Promise<RunHandle> {
  const { signal } = context.deadline;
  let refused: ProviderError | undefined;
  let onItsWay = false;
  const attempt = async (): Promise<RunHandle> => {
    await sending.begins();
    // Do not send if the run was aborted while the ledger was being written.
    signal.throwIfAborted();
    onItsWay = true;
    const prepare = async <T>(work: () => Promise<T>): Promise<T> => {
      onItsWay = false;
      await sending.failed();
      const done = await work();
      // After an abort nobody waits for this call any more: it must not note a start that it then does not send.
      signal.throwIfAborted();
      await sending.begins();
      signal.throwIfAborted();
      onItsWay = true;
      return done;
    };
    try {
      return await send({ ...callContext(context, signal), prepare });
    } catch (error) {
      onItsWay &&= !(error instanceof ProviderError || error instanceof UsageError);
      if (error instanceof ProviderError) refused = error;
      if (!onItsWay) await sending.failed();
      throw error;
    }
  };
  try {
    return await retry(attempt, retryPolicy(context, call));
  } catch (error) {
    if (!onItsWay) await sending.failed();
    if (error instanceof TimedOutError) throw onItsWay ? timedOutOnTheWay(error, token) : (refused ?? notSent(error));
    if (error instanceof InterruptedError) throw interrupted(error, onItsWay, token);
    if (error instanceof UnknownStartError) throw withToken(error, token);
    throw error instanceof RemotestError || !onItsWay ? error : brokeOnTheWay(error, token);
  }
}

/** Adds to the provider's error how to find the run. */
function withToken(error: UnknownStartError, token: string | undefined): UnknownStartError {
  if (token === undefined) return error;
  const next = nextOf(error);
  return new UnknownStartError(
    error.message,
    (names) => `${worded(next, names)} Check ${lookFor(token)}.`,
    error.cause,
  );
}

/** An unexpected fault: it is not known whether the request was sent. */
function brokeOnTheWay(cause: unknown, token: string | undefined): UnknownStartError {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new UnknownStartError(
    `Something unexpected went wrong while the run was being started, so it may or may not have been started: ${what}`,
    `Check at the service ${lookFor(token)} before you start it again.`,
    cause,
  );
}

function timedOutOnTheWay(cause: TimedOutError, token: string | undefined): UnknownStartError {
  return new UnknownStartError(
    "Timed out while the start request was on its way, so the run may or may not have been started.",
    ({ option }) =>
      `Check at the service ${lookFor(token)} before you start it again; give ${option("timeout")} more time.`,
    cause,
  );
}

/** For example during an upload: nothing is running that could be waited for. */
function notSent({ timeoutMs }: TimedOutError): TimedOutError {
  return new TimedOutError({
    message: "Timed out before the run was started: nothing is running.",
    next: ({ option }) => `Start it again, and give ${option("timeout")} more time.`,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

function interrupted({ signal }: InterruptedError, onItsWay: boolean, token: string | undefined): InterruptedError {
  return new InterruptedError(
    signal,
    onItsWay
      ? {
          message: `Stopped by ${signal} while the start request was on its way: the run may or may not have been started.`,
          next: `Check at the service ${lookFor(token)} before you start it again.`,
        }
      : { message: `Stopped by ${signal} before the run was started.`, next: "Start it again when you are ready." },
  );
}
