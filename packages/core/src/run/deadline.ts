import * as timers from "node:timers";
import { TimedOutError } from "../errors.ts";

/**
 * Returns the result of a call, or rejects with the signal's reason as soon as it is aborted: a call that ignores its
 * signal, or hangs where no signal reaches, must not hold up the flow.
 */
export function orAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const unlisten = (): void => signal.removeEventListener("abort", abort);
    const abort = (): void => {
      unlisten();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    void call.then(resolve, reject).then(unlisten);
  });
}

/**
 * Waits, or rejects with the signal's own reason as soon as it is aborted. `node:timers/promises` does the same with several
 * promises for each wait. The timer is that of the module, because tests replace the global one.
 */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      timers.clearTimeout(timer);
      signal.removeEventListener("abort", end);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = timers.setTimeout(end, Math.min(ms, 2 ** 31 - 1));
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

/** At most this much of a run's time is reserved for one last poll and, if the run has just finished, its results. */
const longestReserveMs = 10_000;

/**
 * The time that a run has, on the monotonic clock, so that a change of the wall clock neither ends nor extends it.
 * Both signals abort with a `TimedOutError`, or with the reason of an interruption if that comes first.
 */
export class Deadline implements Disposable {
  /** Aborts shortly before the timeout, to end the wait. */
  readonly signal: AbortSignal;
  /** Aborts at the timeout, to end everything. */
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

  /** Milliseconds since this process started or attached to the run. */
  get waitedMs(): number {
    return performance.now() - this.#startedAt;
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
