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
    const what = { ...words[call], token };
    if (error instanceof TimedOutError)
      throw onItsWay ? timedOutOnTheWay(error, what) : (refused ?? notSent(error, what));
    if (error instanceof InterruptedError) throw interrupted(error, onItsWay, what);
    if (error instanceof UnknownStartError) throw withToken(error, token);
    throw error instanceof RemotestError || !onItsWay ? error : brokeOnTheWay(error, what);
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

/** The words for what a request starts. */
interface RequestWords {
  readonly thing: "run" | "rerun";
  /** The next step if nothing was started. */
  readonly again: string;
  readonly token?: string | undefined;
}

const words: Readonly<Record<StartRequest["call"], RequestWords>> = {
  start: { thing: "run", again: "Start it again" },
  // A repeated command may start a new run.
  rerun: { thing: "rerun", again: "Rerun it with `remotest rerun <ref>`" },
};

/** Says what to check before it is started again. */
function check({ thing, token }: RequestWords): string {
  return `Check at the service ${thing === "run" ? lookFor(token) : "whether the rerun is there"} before you start it again`;
}

/** An unexpected fault: it is not known whether the request was sent. */
function brokeOnTheWay(cause: unknown, what: RequestWords): UnknownStartError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new UnknownStartError(
    `Something unexpected went wrong while the ${what.thing} was being started, so it may or may not have been started: ${message}`,
    `${check(what)}.`,
    cause,
  );
}

function timedOutOnTheWay(cause: TimedOutError, what: RequestWords): UnknownStartError {
  return new UnknownStartError(
    `Timed out while the ${requestFor(what)} was on its way, so the ${what.thing} may or may not have been started.`,
    ({ option }) => `${check(what)}; give ${option("timeout")} more time.`,
    cause,
  );
}

/** For example during an upload: nothing is running that could be waited for. */
function notSent({ timeoutMs }: TimedOutError, { thing, again }: RequestWords): TimedOutError {
  return new TimedOutError({
    message: `Timed out before the ${thing} was started: nothing is running.`,
    next: ({ option }) => `${again}, and give ${option("timeout")} more time.`,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

function interrupted({ signal }: InterruptedError, onItsWay: boolean, what: RequestWords): InterruptedError {
  const { thing, again } = what;
  return new InterruptedError(
    signal,
    onItsWay
      ? {
          message: `Stopped by ${signal} while the ${requestFor(what)} was on its way: the ${thing} may or may not have been started.`,
          next: `${check(what)}.`,
        }
      : { message: `Stopped by ${signal} before the ${thing} was started.`, next: `${again} when you are ready.` },
  );
}

function requestFor({ thing }: RequestWords): string {
  return thing === "run" ? "start request" : "rerun request";
}
