/** Runs to split, as `splitRuns` prepared them. */
export interface SplitProblem {
  /** In milliseconds, more than 0. */
  readonly durations: readonly number[];
  /** The runs, the longest first. */
  readonly order: readonly number[];
  /** How many shards there are; not more than runs. */
  readonly count: number;
  /** A split whose longest shard is not longer is good enough. */
  readonly limit: number;
}

/** Enough to try every split of a dozen runs. Counted, because a clock would not give the same split on every machine. */
const mostTried = 2_000_000;

/**
 * Searches for a split whose longest shard is as short as possible: each run in turn goes to each shard, beginning with the
 * emptiest, as long as that can still give a shorter one. The first try is therefore the classic "longest first, to the
 * emptiest shard". It ends with the first split within the limit, or after a fixed number of tries. Pure.
 *
 * @param given a split to improve on
 * @returns the shard of each run; `given` if no better one is found
 */
export function searchSplit(problem: SplitProblem, given: readonly number[]): readonly number[] {
  const { durations, order, count, limit } = problem;
  const loads = Array.from({ length: count }, () => 0);
  const shardOf = durations.map(() => 0);
  let best = given;
  let shortest = longestOf(given, problem);
  let tries = 0;
  const place = (position: number, longest: number): void => {
    const run = order[position];
    if (run === undefined) {
      best = [...shardOf];
      shortest = longest;
      return;
    }
    const tried = new Set<number>();
    for (const shard of emptiestFirst(loads)) {
      const before = loads[shard] ?? 0;
      const load = before + (durations[run] ?? 0);
      // Shards of the same duration are interchangeable.
      if (load >= shortest || tried.has(before)) continue;
      if (shortest <= limit || tries > mostTried) return;
      tries += count;
      tried.add(before);
      loads[shard] = load;
      shardOf[run] = shard;
      place(position + 1, Math.max(longest, load));
      loads[shard] = before;
    }
  };
  place(0, 0);
  return best;
}

function emptiestFirst(loads: readonly number[]): readonly number[] {
  return [...loads.keys()].toSorted((a, b) => (loads[a] ?? 0) - (loads[b] ?? 0) || a - b);
}

function longestOf(shardOf: readonly number[], { durations, count }: SplitProblem): number {
  const loads = Array.from({ length: count }, () => 0);
  for (const [run, shard] of shardOf.entries()) loads[shard] = (loads[shard] ?? 0) + (durations[run] ?? 0);
  return Math.max(...loads);
}
