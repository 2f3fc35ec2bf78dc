import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hazardOf } from "./hazard.ts";

const minutes = (...each: readonly number[]): number[] => each.map((minute) => minute * 60_000);

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
});
