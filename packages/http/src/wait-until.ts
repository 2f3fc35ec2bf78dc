import { setTimeout as sleep } from "node:timers/promises";

/** How a client waits until something is over at its service. */
export interface StatusWait<T> {
  /** Checks the status once. */
  readonly check: (signal: AbortSignal) => Promise<T>;
  readonly isOver: (status: T) => boolean;
  /**
   * Says after how many milliseconds another check is worth a try, at the earliest; undefined if the failure will not pass.
   */
  readonly mayPass: (failure: unknown) => number | undefined;
  /** Receives each status. */
  readonly onStatus?: ((status: T) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole wait. */
  readonly timeoutMs: number;
  /** Makes the error for a wait that took too long, from the last status and the last failure. */
  readonly timedOut: (last: T | undefined, failure: unknown) => Error;
}

/** Checks that may fail in a row: more of them are an outage. */
const failuresInARow = 10;
const shortestMs = 1_000;
const longestMs = 30_000;
/** The longest time of a timer. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Checks a status until it is over. The interval grows with the square root of the time waited: a short run is noticed
 * quickly, a long one costs few requests. A temporary failure is tried again, more slowly each time.
 *
 * @throws the error of `timedOut`; the signal's reason; a failure that will not pass, or the last of ten in a row
 */
export async function waitUntil<T>({ signal, timeoutMs, ...waiting }: StatusWait<T>): Promise<T> {
  signal?.throwIfAborted();
  const tooLate = AbortSignal.timeout(Math.min(timeoutMs, longestTimerMs));
  const end = signal ? AbortSignal.any([signal, tooLate]) : tooLate;
  const startedAt = performance.now();
  let last: T | undefined;
  let failure: unknown;
  let failures = 0;
  try {
    for (;;) {
      let pauseMs = intervalMs(performance.now() - startedAt);
      const checked = await settled(waiting.check(end));
      if ("status" in checked) {
        last = checked.status;
        [failure, failures] = [undefined, 0];
        waiting.onStatus?.(last);
        if (waiting.isOver(last)) return last;
      } else {
        ({ failure } = checked);
        const atLeastMs = end.aborted ? undefined : waiting.mayPass(failure);
        if (atLeastMs === undefined || ++failures > failuresInARow) throw failure;
        pauseMs = Math.max(Math.min(shortestMs * 2 ** (failures - 1), longestMs), atLeastMs);
      }
      await sleep(pauseMs * (0.9 + Math.random() * 0.2), undefined, { signal: end });
    }
  } catch (error) {
    signal?.throwIfAborted();
    // A check that was cut off by the end of the time is not what went wrong.
    throw tooLate.aborted ? waiting.timedOut(last, failures > 0 ? failure : undefined) : error;
  }
}

async function settled<T>(check: Promise<T>): Promise<{ readonly status: T } | { readonly failure: unknown }> {
  return check.then(
    (status) => ({ status }),
    (failure: unknown) => ({ failure }),
  );
}

/** @example intervalMs(60_000) // about 3,500 */
function intervalMs(waitedMs: number): number {
  return Math.min(Math.max(Math.sqrt(200 * waitedMs), shortestMs), longestMs);
}
