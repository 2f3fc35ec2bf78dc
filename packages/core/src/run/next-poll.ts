import type { Hazard } from "./hazard.ts";
import { jittered } from "./retry.ts";

/** Seconds of delay that one more request is worth, when choosing how often to poll. */
const secondsPerRequest = 0.1;
const shortestMs = 1_000;
const longestMs = 30_000;

/** What is known of how long a run takes. */
export interface ExpectedEnd {
  readonly hazard: Hazard;
  /** The time since the run was started, in milliseconds, at the moment that the poll is planned. */
  readonly ageMs: number;
}

/**
 * Returns the milliseconds to wait before the next poll of a run that has been waited for `waitedMs` so far.
 *
 * With no knowledge of how long the run takes, the best interval grows with the square root of the time waited:
 * quick runs are noticed quickly, long ones cost few requests. With earlier durations it follows the chance that the run
 * finishes now: seldom at first, often when the earlier runs ended. Growing exponentially is for errors, not for waiting.
 *
 * @example nextPollMs(60_000) // about 3,500
 */
export function nextPollMs(waitedMs: number, fixedMs?: number, expected?: ExpectedEnd): number {
  if (fixedMs !== undefined) return fixedMs;
  const hazard = expected ? expected.hazard(expected.ageMs / 1000) : 1000 / waitedMs;
  const best = Math.sqrt((2 * secondsPerRequest) / hazard) * 1000;
  return jittered(Math.min(Math.max(best, shortestMs), longestMs));
}
