// Wait: mean delay until Remotest notices the end + 0.1 s for each request, relative to the best fixed interval for those
// runs in hindsight. The durations are log-normal with a coefficient of variation of 0.25. Simulates the schedule that ships.
import { bestFixed, runsOf, waitFor, withHistory, withoutHistory } from "../packages/core/src/run/wait-cost.fixture.ts";
import { seeded } from "../packages/core/src/run/seeded.fixture.ts";
import type { Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

/** Runs to simulate; the number of earlier runs that are known, each time others. */
const [runs, earlier, histories] = isSmoke ? [100, 10, 2] : [4_000, 10, 400];

export default async function wait(): Promise<readonly Row[]> {
  const { random } = Math;
  // The same figures each time: some are close to their goals.
  Math.random = seeded(1);
  try {
    return rows();
  } finally {
    Math.random = random;
  }
}

function rows(): readonly Row[] {
  return [3, 10, 30].flatMap((minutes) => {
    const durations = runsOf(minutes, runs);
    const best = bestFixed(durations);
    const known = Array.from({ length: histories }, (_, index) => {
      const part = durations.slice((index * runs) / histories, ((index + 1) * runs) / histories);
      return waitFor(part, withHistory(runsOf(minutes, earlier)));
    });
    const mean = (of: (figures: (typeof known)[number]) => number): number =>
      known.reduce((sum, each) => sum + of(each), 0) / known.length;
    const withThem = {
      cost: mean(({ cost }) => cost),
      delayS: mean((each) => each.delayS),
      polls: mean((each) => each.polls),
    };
    return [
      row(`Wait, runs of ${minutes} minutes, no history`, waitFor(durations, withoutHistory), best, 1.5),
      row(`Wait, runs of ${minutes} minutes, ${earlier} earlier runs known`, withThem, best, 0.75),
    ];
  });
}

function row(
  what: string,
  { cost, delayS, polls }: ReturnType<typeof waitFor>,
  best: ReturnType<typeof bestFixed>,
  goal: number,
): Row {
  const ratio = cost / best.cost;
  const measured = `${ratio.toFixed(2)} (mean delay ${delayS.toFixed(1)} s, ${Math.round(polls)} requests; fixed: every ${best.everyS} s)`;
  return { what, measured, goal: `≤ ${goal}`, met: ratio <= goal };
}
