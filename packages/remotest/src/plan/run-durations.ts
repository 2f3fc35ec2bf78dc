import { labelledValue, type PastReport } from "@remotest/core/flow";
import type { PlanRun } from "../plan-file/plan-run.ts";

/** Returns how long runs took in earlier reports, by what distinguishes them. */
export type RunDurations = (provider: string, distinction: string) => number | undefined;

/**
 * Reads how long runs took: the median of the earlier reports, so that one slow day changes nothing.
 * @example runDurations(history.reports)("ats", "smoke") // 180_000
 */
export function runDurations(reports: readonly PastReport[]): RunDurations {
  const found = new Map<string, number[]>();
  for (const { runs = [] } of reports)
    for (const { provider, name, distinction = name, durationMs } of runs) {
      const key = keyOf(provider, distinction);
      const known = found.get(key);
      if (known) known.push(durationMs);
      else found.set(key, [durationMs]);
    }
  return (provider, distinction) => {
    const known = found.get(keyOf(provider, distinction))?.toSorted((a, b) => a - b) ?? [];
    return known[Math.floor(known.length / 2)];
  };
}

function keyOf(provider: string, distinction: string): string {
  return JSON.stringify([provider, distinction]);
}

/** Returns what distinguishes the runs that one entry of a plan file starts, as far as the file says. */
function distinctionsOf({ provider, valueOf }: PlanRun): readonly string[] {
  return Object.entries(provider.startInputs).flatMap(([name, input]) =>
    "eachIsARun" in input ? (valueOf(provider.name, name)?.texts ?? []).map((text) => labelledValue(text).value) : [],
  );
}

/** True if another run of the plan file has a distinction as well: then it distinguishes nothing. */
export function isShared(distinction: string, { provider }: PlanRun, runs: readonly PlanRun[]): boolean {
  return (countsOf(runs).get(provider)?.get(distinction) ?? 0) > 1;
}

/** How many runs of a provider have each distinction. */
type DistinctionCounts = ReadonlyMap<PlanRun["provider"], ReadonlyMap<string, number>>;

/** The counts of plan files, whose runs do not change: each run asks for them. */
const counts = new WeakMap<readonly PlanRun[], DistinctionCounts>();

function countsOf(runs: readonly PlanRun[]): DistinctionCounts {
  const known = counts.get(runs);
  if (known) return known;
  const counted = new Map<PlanRun["provider"], Map<string, number>>();
  for (const run of runs) {
    const ofProvider = counted.get(run.provider) ?? new Map<string, number>();
    counted.set(run.provider, ofProvider);
    for (const each of new Set(distinctionsOf(run))) ofProvider.set(each, (ofProvider.get(each) ?? 0) + 1);
  }
  counts.set(runs, counted);
  return counted;
}

/**
 * Returns how long an entry of a plan file took: all its runs together, if it starts several. Undefined if it is not known
 * of each.
 */
export function durationOf(run: PlanRun, runs: readonly PlanRun[], durations: RunDurations): number | undefined {
  const own = distinctionsOf(run);
  const distinctions = own.length > 0 && !own.some((each) => isShared(each, run, runs)) ? own : [run.name ?? ""];
  const known = distinctions.map((each) => durations(run.provider.name, each));
  return known.every((each) => each !== undefined) ? known.reduce((sum, each) => sum + each, 0) : undefined;
}
