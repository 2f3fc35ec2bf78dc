import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hazardOf, normalAbove } from "./hazard.ts";

const minutes = (...each: readonly number[]): number[] => each.map((minute) => minute * 60_000);
const tens = (times: number): number[] => Array.from({ length: times }, () => 10);

describe("the chance that a run finishes in the next second", () => {
  test("is largest at the time that earlier runs took", () => {
    const hazard = hazardOf(minutes(9, 10, 11, 10, 10));
    expect(hazard).toBeDefined();
    const [early = 0, then = 0, late = 0] = [60, 640, 7_200].map((ageS) => hazard?.(ageS) ?? 0);
    expect(then).toBeGreaterThan(20 * early);
    expect(then).toBeGreaterThan(20 * late);
  });

  test("adds up to a finish: about half of the runs are over at the median", () => {
    const hazard = hazardOf(minutes(10, 10, 10));
    let survival = 1;
    for (let ageS = 1; ageS < 600; ageS++) survival *= 1 - (hazard?.(ageS) ?? 0);
    expect(survival).toBeCloseTo(0.5, 1);
  });

  test("is a positive number at any age, whatever earlier runs took", () => {
    const past = fc.array(fc.oneof(fc.double(), fc.integer({ min: 1, max: 1e9 })), { maxLength: 40 });
    fc.assert(
      fc.property(past, fc.double({ min: 0, max: 1e7, noNaN: true }), (pastMs, ageS) => {
        const chance = hazardOf(pastMs)?.(ageS);
        if (chance === undefined) return;
        expect(chance).toBeGreaterThan(0);
        expect(Number.isFinite(chance)).toBe(true);
      }),
    );
  });

  test.for([[[]], [[0]], [[-1]], [[Number.NaN, Number.POSITIVE_INFINITY]], [[8 * 86_400_000]]])(
    "is not known after %j",
    ([past]) => expect(hazardOf(past ?? [])).toBeUndefined(),
  );

  // From the error function of Python's standard library, for the distribution that `hazardOf` describes.
  test.for([
    ["one run", minutes(10), [8.306316e-5, 6.9185e-5, 5.530719e-5, 4.252724e-3, 5.551115e-3, 1.282051e-4]],
    [
      "runs that differ a little",
      minutes(3, 3.2, 2.85),
      [2.735952e-4, 1.579367e-4, 0.02417105, 1.280793e-3, 9.252436e-4, 1.354867e-4],
    ],
    [
      "runs that differ a lot",
      minutes(1, 30),
      [2.089899e-4, 2.571471e-3, 2.075707e-3, 1.275137e-3, 1.013839e-3, 2.34105e-4],
    ],
    [
      "ten runs alike",
      minutes(...tens(10)),
      [8.306316e-5, 6.9185e-5, 4.746835e-5, 9.917472e-3, 1.688854e-3, 1.282051e-4],
    ],
    [
      "thirty runs alike, as if they differed by a tenth",
      minutes(...tens(30)),
      [8.306316e-5, 6.9185e-5, 4.746835e-5, 0.01267484, 7.224836e-4, 1.282051e-4],
    ],
  ] as const)("after %s is that of the distribution", ([, pastMs, chances]) => {
    const hazard = hazardOf(pastMs);
    for (const [index, ageS] of [1, 60, 200, 600, 900, 7_200].entries())
      expect((hazard?.(ageS) ?? 0) / (chances[index] ?? 0)).toBeCloseTo(1, 4);
  });

  test("in the first second is that of the whole second, for runs and for ages", () => {
    const hazard = hazardOf([1_000, 1_000]);
    expect([0, 0.5].map((ageS) => hazard?.(ageS))).toEqual([hazard?.(1), hazard?.(1)]);
    expect(hazardOf([1, 500])?.(2)).toBe(hazard?.(2));
  });

  test("follows from the latest thirty runs, and from none that took more than a week", () => {
    const week = 7 * 86_400_000;
    const lately = hazardOf(minutes(...tens(30)))?.(500);
    expect(hazardOf(minutes(1, 1, ...tens(30)))?.(500)).toBe(lately);
    expect(hazardOf([...minutes(...tens(30)), week + 1, 0])?.(500)).toBe(lately);
    expect(hazardOf(minutes(1, ...tens(29)))?.(500)).not.toBe(lately);
    expect(hazardOf([week])?.(500)).toBeDefined();
  });
});

test.for([
  [-3, 0.998650102],
  [-1, 0.841344746],
  [0, 0.5],
  [0.5, 0.308537539],
  [1, 0.158655254],
  [1.96, 0.024997895],
  [3, 0.001349898],
] as const)("a normal value is above %d with the probability %d", ([z, probability]) => {
  expect(Math.abs(normalAbove(z) - probability)).toBeLessThan(1e-7);
});
