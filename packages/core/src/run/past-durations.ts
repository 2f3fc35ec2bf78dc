import type { PastReport, PastRun } from "../report/report.ts";
import type { PlannedRun } from "./plan.ts";

/** Returns how long a run of the plan took in earlier reports, in milliseconds, oldest first; none if it is not known. */
export type PastDurations = (planned: Pick<PlannedRun, "provider" | "name" | "distinction">) => readonly number[];

/**
 * Finds the earlier durations of the runs of a plan. A run is recognised as in a plan's split: by what distinguishes it,
 * otherwise by its name. The name of a run that nobody named changes with each commit, so a run that is the only one of
 * its provider is also recognised by that.
 *
 * @example pastDurations(plan, history)(plan[0]) // [180_000, 192_000]
 */
export function pastDurations(plan: readonly PlannedRun[], history: readonly PastReport[]): PastDurations {
  const byKey = new Map<string, number[]>();
  const alone = new Map<string, number[]>();
  for (const { runs = [] } of history)
    for (const run of runs) {
      add(byKey, keyOf(run.provider, run), run.durationMs);
      if (isAlone(runs, run)) add(alone, run.provider, run.durationMs);
    }
  const counts = new Map<string, number>();
  for (const { provider } of plan) counts.set(provider.name, (counts.get(provider.name) ?? 0) + 1);
  return ({ provider: { name: provider }, name, distinction }) => {
    const known = byKey.get(keyOf(provider, { name, distinction }));
    if (known || distinction !== undefined || counts.get(provider) !== 1) return known ?? [];
    return alone.get(provider) ?? [];
  };
}

function keyOf(provider: string, { name, distinction = name }: Pick<PastRun, "name" | "distinction">): string {
  return JSON.stringify([provider, distinction]);
}

function isAlone(runs: readonly PastRun[], { provider, distinction }: PastRun): boolean {
  return distinction === undefined && runs.filter((other) => other.provider === provider).length === 1;
}

function add(all: Map<string, number[]>, key: string, durationMs: number): void {
  const known = all.get(key);
  if (known) known.push(durationMs);
  else all.set(key, [durationMs]);
}
