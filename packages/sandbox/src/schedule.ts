import type { Scenario } from "./scenario.ts";

/** When one device or test case works, in milliseconds after the start of its run. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds from a start until its first test begins: the devices initialise, the job is queued. */
export const warmUpMs = 3_000;

const usualMs = 20_000;
const slowMs = 30 * 60_000;

/**
 * The slots of `count` tests that end one after the other, the last at the run's end (20 s, or 30 minutes when slow).
 * Together (apptest.ai, a device each) all begin after the warm-up; in turn (ATS, one browser) each begins when the
 * one before has ended.
 */
export function schedule(count: number, scenario: Pick<Scenario, "slow">, manner: "together" | "in turn"): Slot[] {
  const working = (scenario.slow ? slowMs : usualMs) - warmUpMs;
  const endOf = (index: number): number => warmUpMs + Math.round((working * (index + 1)) / count);
  return Array.from({ length: count }, (_, index) => ({
    from: manner === "together" || index === 0 ? warmUpMs : endOf(index - 1),
    to: endOf(index),
  }));
}
