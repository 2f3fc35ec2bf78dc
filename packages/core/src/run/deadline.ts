import { setTimeout as sleepFor } from "node:timers/promises";
import { ProviderError, TimedOutError } from "../errors.ts";

/** Seconds of delay that one more request is worth, when choosing how often to look. */
const secondsPerRequest = 0.1;
const shortestMs = 1_000;
const longestMs = 30_000;

/**
 * Milliseconds to wait before the next look at a run that has been waited for `waitedMs` so far.
 *
 * With no knowledge of how long the run takes, the best interval grows with the square root of the time waited:
 * quick runs are noticed quickly, long ones cost few requests. Growing exponentially is for errors, not for waiting.
 *
 * @example nextLook(60_000) // about 3,500
 */
export function nextLook(waitedMs: number, fixedMs?: number): number {
  if (fixedMs !== undefined) return fixedMs;
  const best = Math.sqrt((2 * secondsPerRequest * waitedMs) / 1000) * 1000;
  return jittered(Math.min(Math.max(best, shortestMs), longestMs));
}

/** A tenth more or less, so that many runs started together do not ask together for ever. */
function jittered(ms: number): number {
  return ms * (0.9 + Math.random() * 0.2);
}

/** How to go on after a fault that may pass. */
export interface Patience {
  /** Faults in a row that are survived; a success in between starts the count anew. */
  readonly failures: number;
  /** Milliseconds before the second try; doubles with each fault in a row. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly signal: AbortSignal;
  /** Whether asking again may help, where more is known than the provider knows. Default: what the provider says. */
  readonly mayHelp?: (error: ProviderError) => boolean;
  readonly onRetry: (error: ProviderError, inMs: number, failures: number) => void;
}

/**
 * Makes a call, and makes it again after a fault for which its provider says `retry: "later"`. A `Retry-After` of the
 * service is respected.
 *
 * @throws {ProviderError} the last fault, when patience is at its end or the fault does not pass.
 * @throws the signal's reason, also while it waits.
 */
export async function persist<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
  for (let failures = 1; ; failures++) {
    patience.signal.throwIfAborted();
    try {
      return await orAborted(call(), patience.signal);
    } catch (error) {
      if (!(error instanceof ProviderError) || failures > patience.failures) throw error;
      if (!(patience.mayHelp?.(error) ?? error.retry === "later")) throw error;
      const backoff = jittered(Math.min(patience.firstDelayMs * 2 ** (failures - 1), patience.longestDelayMs));
      const inMs = Math.max(backoff, error.retryAfterMs ?? 0);
      patience.onRetry(error, inMs, failures);
      await sleep(inMs, patience.signal);
    }
  }
}

/**
 * What a call brings, or the signal's reason as soon as it is aborted: a call that does not heed its signal, or hangs
 * where no signal reaches, must not keep the flow.
 */
export async function orAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
  });
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([call, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Waits, or rejects with the signal's own reason as soon as it is aborted. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleepFor(Math.min(ms, 2 ** 31 - 1), undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Of a run's time, at most this much is kept for one last look and, where the run has just finished, its results. */
const longestReserveMs = 10_000;

/**
 * The time a run has, on the monotonic clock, so that a change of the wall clock neither ends nor prolongs it.
 * Both signals abort with a `TimedOutError`, or with the interruption's reason before.
 */
export class Deadline implements Disposable {
  /** Ends the waiting, shortly before the time is up. */
  readonly signal: AbortSignal;
  /** Ends everything: the time is up. */
  readonly end: AbortSignal;
  readonly #startedAt = performance.now();
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(timeoutMs: number, interrupted: AbortSignal) {
    const waiting = new AbortController();
    const all = new AbortController();
    const timesOut = (controller: AbortController, ms: number): NodeJS.Timeout =>
      setTimeout(() => controller.abort(new TimedOutError(timeoutMs)), Math.min(ms, 2 ** 31 - 1));
    this.#timers = [
      timesOut(waiting, timeoutMs - Math.min(longestReserveMs, timeoutMs / 10)),
      timesOut(all, timeoutMs),
    ];
    this.signal = AbortSignal.any([interrupted, waiting.signal]);
    this.end = AbortSignal.any([interrupted, all.signal]);
  }

  /** Milliseconds since the run was taken up. */
  get waitedMs(): number {
    return performance.now() - this.#startedAt;
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
