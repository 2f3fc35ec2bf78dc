// Wait: mean delay until Remotest notices the end + 0.1 s for each request, relative to the best fixed interval for those
// runs in hindsight. The durations are log-normal with a coefficient of variation of 0.25. Simulates the schedule that ships.
import {
  bestFixed,
  costOfHistory,
  runsOf,
  waitFor,
  withHistory,
  withoutHistory,
} from "../packages/core/src/run/wait-cost.fixture.ts";
import { seeded } from "../packages/core/src/run/seeded.fixture.ts";
import { atMost, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";
import { leastCost } from "./wait-limit.ts";

/** Runs to simulate; the number of earlier runs that are known, each time others. */
const [runs, earlier, histories] = isSmoke ? [100, 10, 2] : [4_000, 10, 400];

export default async function wait(): Promise<readonly Row[]> {
  const { random } = Math;
  // The same figures each time: some are close to their goals.
  Math.random = seeded(1);
  try {
    return [...rows(), wrongHistory(), ...limits()];
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

/** The worst of many histories that have nothing to do with the runs. */
function wrongHistory(): Row {
  const minutes = isSmoke ? [1, 10] : [0.1, 0.2, 0.5, 1, 3, 10, 30, 60, 120];
  const all = minutes.flatMap((now) => {
    const durations = runsOf(now, runs / 4);
    return minutes.flatMap((before) =>
      [1, 30].map((known) => ({ now, before, over: costOfHistory(runsOf(before, known), durations) })),
    );
  });
  const { now, before, over } = all.reduce((worst, each) => (each.over > worst.over ? each : worst));
  return {
    what: "Wait, a wrong history, over no history, at worst",
    measured: `${over.toFixed(2)} (earlier runs of ${before} minutes, now ${now})`,
    goal: atMost(over, 1.2),
  };
}

/** The bounds that no schedule can pass: the goals for a right and for a wrong history exclude each other. */
function limits(): readonly Row[] {
  return (isSmoke ? [1.2] : [1.2, 1.5, 2, 2.5, Number.POSITIVE_INFINITY]).map((bound) => ({
    what: `Wait, the least possible with history, if a wrong one may cost ${bound === Number.POSITIVE_INFINITY ? "anything" : `${bound} ×`}`,
    measured: leastCost(bound).toFixed(2),
  }));
}

function row(
  what: string,
  { cost, delayS, polls }: ReturnType<typeof waitFor>,
  best: ReturnType<typeof bestFixed>,
  goal: number,
): Row {
  const ratio = cost / best.cost;
  const measured = `${ratio.toFixed(2)} (mean delay ${delayS.toFixed(1)} s, ${Math.round(polls)} requests; fixed: every ${best.everyS} s)`;
  return { what, measured, goal: atMost(ratio, goal) };
}
