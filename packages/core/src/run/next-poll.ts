import type { Hazard } from "./hazard.ts";
import { jittered } from "./retry.ts";

/** Seconds of delay that one more request is worth, when choosing how often to poll. */
const secondsPerRequest = 0.1;
const shortestMs = 1_000;
const longestMs = 30_000;
/** The longest pause if earlier durations are known: the state that people see is never much older. */
const longestKnownMs = 60_000;

/**
 * A pause is at most this many times as long as without earlier durations, so that a run that ends when none did before
 * costs at most 1.2 times as much as without them: a multiple k costs (k / 2 + 1 / k) / 1.5 times as much.
 */
const mostTimes = 2.7;

/** The expected duration of a run, as far as it is known. */
export interface ExpectedEnd {
  readonly hazard: Hazard;
  /** The time since the run was started, in milliseconds, at the moment that the poll is planned. */
  readonly ageMs: number;
}

/**
 * Returns the milliseconds to wait before the next poll of a run that has been waited for `waitedMs` so far.
 *
 * Without earlier durations the interval grows with the square root of the time waited: quick runs are noticed quickly,
 * long ones cost few requests. With earlier durations it follows the chance that the run finishes now: seldom at first,
 * often when the earlier runs ended. Growing exponentially is for errors, not for waiting.
 *
 * @example nextPollMs(60_000) // about 3,500
 */
export function nextPollMs(waitedMs: number, fixedMs?: number, expected?: ExpectedEnd): number {
  if (fixedMs !== undefined) return fixedMs;
  const unknown = intervalMs(1000 / waitedMs);
  if (!expected) return jittered(between(shortestMs, unknown, longestMs));
  const known = intervalMs(expected.hazard(expected.ageMs / 1000));
  return jittered(between(shortestMs, Math.min(known, mostTimes * unknown), longestKnownMs));
}

/** Returns the interval that costs least while a run finishes with this chance in the next second. */
function intervalMs(hazard: number): number {
  return Math.sqrt((2 * secondsPerRequest) / hazard) * 1000;
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
