import { hash } from "node:crypto";
import { searchSplit } from "./split-search.ts";

/** A run to be put into a shard. */
export interface WeighedRun {
  /** No other run of the plan has it. */
  readonly name: string;
  /** How long the run takes, in milliseconds; undefined if it is not known. */
  readonly durationMs: number | undefined;
}

/** The most shards of a plan: more jobs than this do not fit into a matrix of GitHub. */
export const mostShards = 256;

/** How far above an even split a shard may be, so that few runs move when the plan changes. */
const slack = 1.05;

/**
 * Splits the runs of a plan into shards of about the same duration, the longest run first. A run that has never been
 * measured counts as the median of the others. The result follows from the arguments alone: no clock, no random number, no
 * order of a file system, so that it is the same on every machine.
 *
 * Each run goes to the first shard, in an order of its own, that stays within 5% of an even split: when a run is added,
 * the others stay where they are unless that shard is full. If this leaves a shard too long, as it does in small plans, a
 * better split is searched for.
 *
 * @returns the shard of each run, from 0. If there are fewer runs than shards, the last shards are empty.
 * @example splitRuns([{ name: "pay", durationMs: 60_000 }, { name: "search", durationMs: 55_000 }], 2) // [1, 0]
 */
export function splitRuns(runs: readonly WeighedRun[], shards: number): readonly number[] {
  const count = Math.min(shards, runs.length);
  if (count <= 1) return runs.map(() => 0);
  const durations = durationsOf(runs);
  const order = longestFirst(durations);
  const limit = slack * evenShare(durations, count);
  const stable = withoutEmpty(placed(order, runs, durations, { count, limit }), durations, count);
  if (longest(stable, durations, count) <= limit) return stable;
  return withoutEmpty(searchSplit({ durations, order, count, limit }, stable), durations, count);
}

function durationsOf(runs: readonly WeighedRun[]): readonly number[] {
  const known = runs.flatMap(({ durationMs }) => durationMs ?? []).toSorted((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)] ?? 1;
  // A run takes some time even if it was measured as none.
  return runs.map(({ durationMs = median }) => Math.max(1, durationMs));
}

function longestFirst(durations: readonly number[]): readonly number[] {
  return [...durations.keys()].toSorted((a, b) => at(durations, b) - at(durations, a) || a - b);
}

/** No split has a longest shard that is shorter. */
function evenShare(durations: readonly number[], count: number): number {
  return Math.max(...durations, durations.reduce((sum, each) => sum + each, 0) / count);
}

function placed(
  order: readonly number[],
  runs: readonly WeighedRun[],
  durations: readonly number[],
  { count, limit }: { readonly count: number; readonly limit: number },
): readonly number[] {
  const shardOf = runs.map(() => 0);
  const loads = Array.from({ length: count }, () => 0);
  for (const run of order) {
    const duration = at(durations, run);
    const free = preferred(runs[run]?.name ?? "", count).find((shard) => at(loads, shard) + duration <= limit);
    const shard = free ?? loads.indexOf(Math.min(...loads));
    shardOf[run] = shard;
    loads[shard] = at(loads, shard) + duration;
  }
  return shardOf;
}

/** Returns the shards in the order in which a run prefers them: a shard more or less changes little in it. */
function preferred(name: string, count: number): readonly number[] {
  const weights = Array.from({ length: count }, (_, shard) =>
    Number.parseInt(hash("sha256", `${shard}\n${name}`).slice(0, 12), 16),
  );
  return [...weights.keys()].toSorted((a, b) => at(weights, b) - at(weights, a) || a - b);
}

/** Gives each empty shard the shortest run of the longest shard that has several. No shard gets longer. */
function withoutEmpty(given: readonly number[], durations: readonly number[], count: number): readonly number[] {
  const shardOf = [...given];
  const runsIn = (shard: number): readonly number[] => [...shardOf.keys()].filter((run) => shardOf[run] === shard);
  for (let shard = 0; shard < count; shard++) {
    if (shardOf.includes(shard)) continue;
    const loads = loadsOf(shardOf, durations, count);
    const several = [...loads.keys()].filter((other) => runsIn(other).length > 1);
    const fullest = several.toSorted((a, b) => at(loads, b) - at(loads, a) || a - b)[0] ?? 0;
    const shortest = runsIn(fullest).toSorted((a, b) => at(durations, a) - at(durations, b) || a - b)[0];
    if (shortest !== undefined) shardOf[shortest] = shard;
  }
  return shardOf;
}

function loadsOf(shardOf: readonly number[], durations: readonly number[], count: number): readonly number[] {
  const loads = Array.from({ length: count }, () => 0);
  for (const [run, shard] of shardOf.entries()) loads[shard] = at(loads, shard) + at(durations, run);
  return loads;
}

function longest(shardOf: readonly number[], durations: readonly number[], count: number): number {
  return Math.max(...loadsOf(shardOf, durations, count));
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? 0;
}
