import type { Scenario } from "./scenario.ts";

/** The start and the end of one device or test case, in milliseconds after the start of its run. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** In milliseconds, from the start until the first test begins: the devices initialise, the job is queued. */
export const warmUpMs = 3_000;

const usualMs = 20_000;
const slowMs = 30 * 60_000;

/**
 * Returns the slots of `count` tests that end one after the other, the last at the end of the run (20 s, or 30 minutes if
 * slow). `together` (apptest.ai, several devices): all begin after the warm-up. `in turn` (ATS, one browser): each begins
 * when the previous one has ended.
 */
export function schedule(count: number, scenario: Pick<Scenario, "slow">, manner: "together" | "in turn"): Slot[] {
  const working = (scenario.slow ? slowMs : usualMs) - warmUpMs;
  const endOf = (index: number): number => warmUpMs + Math.round((working * (index + 1)) / count);
  return Array.from({ length: count }, (_, index) => ({
    from: manner === "together" || index === 0 ? warmUpMs : endOf(index - 1),
    to: endOf(index),
  }));
}
