import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitRuns, type WeighedRun } from "./split.ts";

const minute = 60_000;

/** Most runs take a minute or two, and a few take half an hour. */
const skewed = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 2 * minute }) },
  { weight: 1, arbitrary: fc.integer({ min: 10 * minute, max: 30 * minute }) },
);

/** Runs with names that differ, some of them never measured. */
function anyRuns(maxLength: number): fc.Arbitrary<readonly WeighedRun[]> {
  const duration = fc.oneof({ weight: 5, arbitrary: skewed }, { weight: 1, arbitrary: fc.constant(undefined) });
  return fc
    .uniqueArray(fc.tuple(fc.string(), duration), { maxLength, selector: ([name]) => name })
    .map((all) => all.map(([name, durationMs]) => ({ name, durationMs })));
}

function durationsOf(runs: readonly WeighedRun[]): readonly number[] {
  const known = runs.flatMap(({ durationMs }) => durationMs ?? []).toSorted((a, b) => a - b);
  return runs.map(({ durationMs }) => durationMs ?? known[Math.floor(known.length / 2)] ?? 1);
}

function longest(durations: readonly number[], split: readonly number[], shards: number): number {
  const loads = Array.from({ length: shards }, () => 0);
  for (const [run, shard] of split.entries()) loads[shard] = (loads[shard] ?? 0) + (durations[run] ?? 0);
  return Math.max(...loads);
}

/** The longest shard of the best split, found by trying all of them. */
function bestPossible(durations: readonly number[], shards: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let code = 0; code < shards ** durations.length; code++) {
    const split = durations.map((_, run) => Math.floor(code / shards ** run) % shards);
    best = Math.min(best, longest(durations, split, shards));
  }
  return best;
}

describe("the split of a plan", () => {
  it("has every run in exactly one shard, and no empty shard unless there are fewer runs than shards", () => {
    fc.assert(
      fc.property(anyRuns(60), fc.integer({ min: 1, max: 12 }), (runs, shards) => {
        const split = splitRuns(runs, shards);
        expect(split).toHaveLength(runs.length);
        expect(split.every((shard) => Number.isInteger(shard) && shard >= 0 && shard < shards)).toBe(true);
        const used = [...new Set(split)].toSorted((a, b) => a - b);
        expect(used).toEqual(Array.from({ length: Math.min(shards, runs.length) }, (_, shard) => shard));
      }),
    );
  });

  it("is at most 10% longer than the best possible split of a small plan", () => {
    fc.assert(
      fc.property(
        anyRuns(7).filter(({ length }) => length > 0),
        fc.integer({ min: 2, max: 4 }),
        (runs, shards) => {
          const durations = durationsOf(runs);
          const best = bestPossible(durations, shards);
          expect(longest(durations, splitRuns(runs, shards), shards)).toBeLessThanOrEqual(1.1 * best);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("finds what longest first alone does not: 3 3 | 2 2 2", () => {
    const runs = [3, 3, 2, 2, 2].map((minutes, index) => ({ name: `run ${index}`, durationMs: minutes * minute }));
    expect(longest(durationsOf(runs), splitRuns(runs, 2), 2)).toBe(6 * minute);
  });

  it("is close to an even split of a large plan", () => {
    fc.assert(
      fc.property(
        fc.array(skewed, { minLength: 100, maxLength: 300 }),
        fc.integer({ min: 2, max: 8 }),
        (all, shards) => {
          const runs = all.map((durationMs, index) => ({ name: `run ${index}`, durationMs }));
          const even = Math.max(...all, all.reduce((sum, each) => sum + each, 0) / shards);
          expect(longest(all, splitRuns(runs, shards), shards)).toBeLessThanOrEqual(1.1 * even);
        },
      ),
    );
  });

  it("counts a run that was never measured as the median of the others", () => {
    const known = [1, 5, 9].map((minutes) => ({ name: `${minutes}`, durationMs: minutes * minute }));
    const split = (durationMs: number | undefined): readonly number[] =>
      splitRuns([...known, { name: "new", durationMs }], 2);
    expect(split(undefined)).toEqual(split(5 * minute));
    expect(split(undefined)).not.toEqual(split(20 * minute));
  });

  it("is the same on every machine: this one is written down", () => {
    const runs = Array.from({ length: 12 }, (_, index) => ({
      name: `shop ${index}`,
      durationMs: index % 3 === 0 ? undefined : (index + 1) * minute,
    }));
    expect(splitRuns(runs, 3).join(" ")).toBe("1 2 1 1 1 1 2 0 0 2 2 0");
  });

  it.each([
    { runs: 40, shards: 4, moved: 0.15 },
    { runs: 100, shards: 8, moved: 0.12 },
    { runs: 500, shards: 4, moved: 0.06 },
  ])(
    "of $runs runs over $shards shards: when one is added, less than $moved of them move",
    ({ runs, shards, moved }) => {
      const shares = Array.from({ length: 12 }, (_, seed) => {
        const all = plan(runs, seed);
        const before = splitRuns(all, shards);
        const position = (seed * 37) % runs;
        const after = splitRuns(all.toSpliced(position, 0, { name: "new", durationMs: undefined }), shards);
        return before.filter((shard, run) => shard !== after.toSpliced(position, 1)[run]).length / runs;
      });
      const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length;
      expect(mean).toBeLessThan(moved);
    },
  );

  it("of the largest plan uses every shard", { timeout: 60_000 }, () => {
    const split = splitRuns(plan(2_000, 1), 256);
    expect(new Set(split).size).toBe(256);
  });
});

/** A plan whose durations are skewed, the same for the same seed. */
function plan(runs: number, seed: number): readonly WeighedRun[] {
  const [durations = []] = fc.sample(fc.array(skewed, { minLength: runs, maxLength: runs }), { seed, numRuns: 1 });
  return durations.map((durationMs, index) => ({ name: `run ${index} of ${seed}`, durationMs }));
}
