import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hazardOf } from "./hazard.ts";
import { nextPollMs } from "./next-poll.ts";
import { seeded } from "./seeded.fixture.ts";
import { bestFixed, costOfHistory, runsOf, waitFor, withHistory, withoutHistory } from "./wait-cost.fixture.ts";

describe("the time until the next poll", () => {
  test.for([
    { waited: 0, from: 900, to: 1_100 },
    { waited: 60_000, from: 3_100, to: 3_850 },
    { waited: 1_800_000, from: 17_000, to: 20_900 },
    { waited: 100 * 3_600_000, from: 27_000, to: 33_000 },
  ])("after $waited ms: $from to $to ms", ({ waited, from, to }) => {
    const waits = Array.from({ length: 200 }, () => nextPollMs(waited));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...waits)).toBeLessThanOrEqual(to);
    expect(new Set(waits).size).toBeGreaterThan(1);
  });

  test("a fixed interval applies", () => expect(nextPollMs(1_000_000, 250)).toBe(250));
});

describe("the cost of waiting, in mean seconds of delay and tenths of a second for each request", () => {
  // The same figures each time, so that the bounds are the goals themselves.
  const { random } = Math;
  beforeEach(() => void (Math.random = seeded(1)));
  afterEach(() => void (Math.random = random));

  // With the bound below, no schedule costs less than 0.89 of the best fixed interval: decision 60.
  test.each([3, 10, 30])("of runs of %i minutes, against the best fixed interval in hindsight", (each) => {
    const runs = runsOf(each, 4_000);
    const best = bestFixed(runs).cost;
    expect(waitFor(runs, withoutHistory).cost / best).toBeLessThan(1.5);
    // Each ten runs have another history, because thirty durations tell only roughly how long the next one takes.
    const parts = Array.from({ length: 400 }, (_, index) => runs.slice(index * 10, (index + 1) * 10));
    const costs = parts.map((part) => waitFor(part, withHistory(runsOf(each, 30))).cost);
    expect(costs.reduce((sum, cost) => sum + cost, 0) / costs.length / best).toBeLessThan(0.95);
  });

  test("with any history is at most 1.2 times that without, whenever the run ends", () => {
    const seconds = fc.double({ min: 1, max: 4 * 3_600, noNaN: true });
    const alike = fc
      .tuple(seconds, fc.double({ min: 0, max: 2, noNaN: true }), fc.integer({ min: 1, max: 30 }))
      .map(([middle, spread, count]) => Array.from({ length: count }, () => middle * Math.exp(spread * Math.random())));
    const history = fc.oneof(fc.array(seconds, { maxLength: 40 }), alike);
    fc.assert(
      fc.property(history, fc.double({ min: Math.log(5), max: Math.log(9_000), noNaN: true }), (past, logS) => {
        const middle = Math.exp(logS);
        const runs = runsOf(middle / 60, Math.round(20_000 / Math.sqrt(middle)));
        const pastMs = past.map((each) => each * 1000);
        expect(costOfHistory(pastMs, runs)).toBeLessThanOrEqual(1.2);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

const hostile = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, -1, 0, Number.MIN_VALUE, 1e308, Number.POSITIVE_INFINITY, 180_000),
  fc.double({ min: 0, max: 1e8 }),
);

describe("any history", () => {
  test("makes no poll come sooner than a second or later than a minute, give or take a tenth", () => {
    fc.assert(
      fc.property(fc.array(hostile), fc.double({ min: 0, max: 1e12, noNaN: true }), (past, ageMs) => {
        const hazard = hazardOf(past);
        const wait = nextPollMs(ageMs, undefined, hazard && { hazard, ageMs });
        expect(wait).toBeGreaterThanOrEqual(900);
        expect(wait).toBeLessThanOrEqual(66_000);
      }),
    );
  });

  test.each([
    { title: "empty", past: [] },
    { title: "not numbers", past: [Number.NaN, Number.POSITIVE_INFINITY, 1e308] },
    { title: "not durations", past: [-1, 0] },
  ])("that is $title gives none", ({ past }) => expect(hazardOf(past)).toBeUndefined());

  test.each([
    { title: "one entry", past: [600_000] },
    { title: "all equal", past: Array.from({ length: 30 }, () => 600_000) },
    { title: "one of which is not valid", past: [Number.NaN, 600_000] },
  ])("with $title: polls are rare long before its end, frequent around it, and rarer again after it", ({ past }) => {
    const hazard = hazardOf(past);
    const waits = [300_000, 600_000, 7_200_000].map((ageMs) =>
      nextPollMs(ageMs, undefined, hazard && { hazard, ageMs }),
    );
    const [early = 0, around = 0, late = 0] = waits;
    expect(early).toBeGreaterThan(18_000);
    expect(around).toBeLessThan(10_000);
    expect(late).toBeGreaterThan(25_000);
  });

  test("of which only the latest thirty runs count", () => {
    const past = [...Array.from({ length: 100 }, () => 1_000_000), ...Array.from({ length: 30 }, () => 60_000)];
    expect(hazardOf(past)?.(60)).toBe(hazardOf(past.slice(-30))?.(60));
  });
});
