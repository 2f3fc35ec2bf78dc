import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { schedule, warmUpMs } from "./schedule.ts";

describe("the schedule of a run's tests", () => {
  it.each([
    {
      manner: "together",
      wanted: [
        { from: 3000, to: 8667 },
        { from: 3000, to: 14_333 },
        { from: 3000, to: 20_000 },
      ],
    },
    {
      manner: "in turn",
      wanted: [
        { from: 3000, to: 8667 },
        { from: 8667, to: 14_333 },
        { from: 14_333, to: 20_000 },
      ],
    },
  ] as const)("three tests $manner", ({ manner, wanted }) => {
    expect(schedule(3, { slow: false }, manner)).toEqual(wanted);
  });

  it("a slow run takes half an hour", () => {
    expect(schedule(2, { slow: true }, "together").at(-1)?.to).toBe(30 * 60_000);
  });

  it("none begins in the warm-up, none ends before it begins, the last ends with the run", () => {
    const manners = fc.constantFrom("together" as const, "in turn" as const);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.boolean(), manners, (count, slow, manner) => {
        const slots = schedule(count, { slow }, manner);
        expect(slots).toHaveLength(count);
        expect(slots.every(({ from, to }) => from >= warmUpMs && to >= from)).toBe(true);
        expect(slots.at(-1)?.to).toBe(slow ? 1_800_000 : 20_000);
      }),
    );
  });
});
