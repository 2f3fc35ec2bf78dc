import { describe, expect, it } from "vitest";
import { fastClock } from "./clock.ts";

describe("the sandbox's clock", () => {
  it.each([
    { speed: 1, passed: 1500, wanted: 1500 },
    { speed: 100, passed: 200, wanted: 20_000 },
    { speed: 0.5, passed: 200, wanted: 100 },
  ])("at speed $speed shows $wanted ms when $passed ms have passed", ({ speed, passed, wanted }) => {
    let real = 12_345;
    const now = fastClock(speed, () => real);
    expect(now()).toBe(0);
    real += passed;
    expect(now()).toBe(wanted);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the speed %d", (speed) => {
    expect(() => fastClock(speed)).toThrow(RangeError);
  });
});
