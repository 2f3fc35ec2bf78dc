// The cost of waiting, simulated with the schedule that ships: used by the tests and by the benchmark.
import { hazardOf } from "./hazard.ts";
import { nextPollMs } from "./next-poll.ts";

/** Returns the milliseconds until the next poll of a run of this age. */
export type Schedule = (ageMs: number) => number;

/** The mean delay until the end is noticed, and the mean number of polls. */
export interface WaitFigures {
  readonly delayS: number;
  readonly polls: number;
  /** Mean delay + 0.1 s for each poll, in seconds. */
  readonly cost: number;
}

/** The schedule without history. */
export const withoutHistory: Schedule = (ageMs) => nextPollMs(ageMs);

/** The schedule with earlier durations, in milliseconds. */
export function withHistory(pastMs: readonly number[]): Schedule {
  const hazard = hazardOf(pastMs);
  return (ageMs) => nextPollMs(ageMs, undefined, hazard && { hazard, ageMs });
}

/**
 * Returns how many times as much the runs cost with these earlier durations as without any. Half a second is forgiven,
 * because no pause is shorter than a second, which matters only to runs of less than a minute.
 */
export function costOfHistory(pastMs: readonly number[], durationsMs: readonly number[]): number {
  const [known, unknown] = [withHistory(pastMs), withoutHistory].map((each) => waitFor(durationsMs, each).cost);
  return ((known ?? Number.NaN) - forgivenS) / (unknown ?? Number.NaN);
}

/** In seconds. */
const forgivenS = 0.5;

/**
 * Simulates runs of these durations, in milliseconds.
 * @param most the cost above which the figures no longer matter: the simulation ends, and all of them are infinite
 */
export function waitFor(durationsMs: readonly number[], schedule: Schedule, most: number = Infinity): WaitFigures {
  let delays = 0;
  let polls = 0;
  for (const duration of durationsMs) {
    if (delays / 1000 + 0.1 * polls > most * durationsMs.length)
      return { delayS: Infinity, polls: Infinity, cost: Infinity };
    let at = 0;
    while (at < duration) {
      at += schedule(at);
      polls++;
    }
    delays += at - duration;
  }
  const [delayS, each] = [delays / durationsMs.length / 1000, polls / durationsMs.length];
  return { delayS, polls: each, cost: delayS + 0.1 * each };
}

/** Returns the fixed interval that would have cost least, found in hindsight, with a tenth of jitter. */
export function bestFixed(durationsMs: readonly number[]): { readonly everyS: number; readonly cost: number } {
  let best = { everyS: Infinity, cost: Infinity };
  // The shortest ones last: most of their polls need not be simulated to know that they cost more.
  for (let everyS = 40.5; everyS >= 1; everyS -= 0.5) {
    const { cost } = waitFor(durationsMs, () => everyS * 1000 * (0.9 + Math.random() * 0.2), best.cost);
    if (cost < best.cost) best = { everyS, cost };
  }
  return best;
}

/** Returns durations that are log-normal with a coefficient of variation of 0.25, in milliseconds. */
export function runsOf(minutes: number, count: number, random: () => number = Math.random): number[] {
  const spread = Math.sqrt(Math.log(1 + 0.25 ** 2));
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, () => minutes * 60_000 * Math.exp(spread * normal() - spread ** 2 / 2));
}
