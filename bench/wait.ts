// Wait: mean delay until Remotest notices the end × number of requests, relative to a fixed interval (half the run's time),
// for runs whose durations are log-normal with a coefficient of variation of 0.25. Simulates the schedule that ships.
import { nextPollMs } from "../packages/core/src/run/wait.ts";
import type { Row } from "./ratio.ts";

const runs = 4_000;

export default async function wait(): Promise<readonly Row[]> {
  return [3, 10, 30].map((minutes) => {
    const sigma = Math.sqrt(Math.log(1 + 0.25 ** 2));
    let delays = 0;
    let polls = 0;
    let durations = 0;
    for (let run = 0; run < runs; run++) {
      const duration = minutes * 60_000 * Math.exp(sigma * normal() - sigma ** 2 / 2);
      let at = 0;
      while (at < duration) {
        at += nextPollMs(at);
        polls++;
      }
      delays += at - duration;
      durations += duration;
    }
    const ratio = ((delays / runs) * (polls / runs)) / (durations / runs / 2);
    const measured = `${ratio.toFixed(2)} (mean delay ${(delays / runs / 1000).toFixed(1)} s, ${Math.round(polls / runs)} requests)`;
    return { what: `Wait, runs of ${minutes} minutes, no history`, measured, goal: "≤ 1.1", met: ratio <= 1.1 };
  });
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}
