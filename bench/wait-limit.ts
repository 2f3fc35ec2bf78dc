// The least that waiting can cost with perfect knowledge of the distribution, if a run that ends at any other time must
// not cost more than a bound times what it costs without history: a dynamic programme over all schedules.
import { normalAbove } from "../packages/core/src/run/hazard.ts";

const spread = Math.sqrt(Math.log(1 + 0.25 ** 2));

// Units make the result the same for runs of any length: the mean duration is 1 of time, and the cost of the best fixed
// interval, `sqrt(0.2 · mean)` seconds, is 1 of cost. A pause p then costs p / 2 of delay, and each moment of it
// 1 / 2p of requests. Limits of pauses, jitter and whole requests are left out.
const [moments, spendings, pauses] = [500, 700, 90];
const [begins, ends, mostSpent] = [0.02, 6, 2.4];
const [shortest, longest] = [0.1, 8];
/** More than anything costs, but finite, so that the grid can be interpolated. */
const impossible = 1e6;

/** Returns the least mean cost, over that of the best fixed interval; `bound` is over the cost without history. */
export function leastCost(bound: number): number {
  // Without history, the cost of a run of duration t is 1.5 · sqrt(t); the cheapest schedule within the bound pauses for a
  // constant multiple of sqrt(t) until the end becomes likely.
  const multiple = 1.5 * bound + Math.sqrt((1.5 * bound) ** 2 - 2);
  const spentBefore = Math.sqrt(begins) / multiple;
  const times = grid(begins, ends, moments);
  const choices = grid(shortest, longest, pauses);
  let after = new Float64Array(spendings + 1);
  for (let moment = moments - 1; moment >= 0; moment--)
    after = costsAt(times[moment] ?? 0, (times[moment + 1] ?? 0) - (times[moment] ?? 0), bound, choices, after);
  return spentBefore + between(after, (spentBefore / mostSpent) * spendings);
}

/** Returns the least cost from a moment on, for each amount spent before, from the costs of the moment after. */
function costsAt(
  time: number,
  lasts: number,
  bound: number,
  choices: readonly number[],
  after: Float64Array,
): Float64Array<ArrayBuffer> {
  const z = (Math.log(time) + spread ** 2 / 2) / spread;
  const density = Math.exp((-z * z) / 2) / (Math.sqrt(2 * Math.PI) * time * spread);
  const running = normalAbove(z);
  // A little more, because the grid is coarse.
  const most = 1.5 * bound * Math.sqrt(time) * 1.003;
  return Float64Array.from({ length: spendings + 1 }, (_, index) => {
    const spent = (index / spendings) * mostSpent;
    let least = impossible;
    for (const pause of choices) {
      if (pause / 2 + spent > most) break;
      const place = ((spent + lasts / (2 * pause)) / mostSpent) * spendings;
      if (place >= spendings) continue;
      least = Math.min(least, ((density * pause) / 2 + running / (2 * pause)) * lasts + between(after, place));
    }
    return least;
  });
}

function grid(from: number, to: number, steps: number): readonly number[] {
  return Array.from({ length: steps + 1 }, (_, index) => from * (to / from) ** (index / steps));
}

function between(values: Float64Array, place: number): number {
  const index = Math.floor(place);
  const [low = Number.NaN, high = Number.NaN] = values.subarray(index, index + 2);
  return low + (high - low) * (place - index);
}
