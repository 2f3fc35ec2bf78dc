import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Testset } from "./testset.ts";

function testset(name: string): { at(ms: number): Testset } {
  let now = 5_000;
  const made = new Testset(251_929, { pid: 509, testset_name: name }, () => now);
  return {
    at: (ms) => {
      now = 5_000 + ms;
      return made;
    },
  };
}

describe("a running testset", () => {
  it.each([
    { name: "pass", at: 0, wanted: { initializing_cnt: 3 }, complete: false },
    { name: "pass", at: 2_999, wanted: { initializing_cnt: 3 }, complete: false },
    { name: "pass", at: 3_000, wanted: { running_cnt: 3 }, complete: false },
    { name: "pass", at: 9_000, wanted: { running_cnt: 2, pass_cnt: 1 }, complete: false },
    { name: "pass", at: 19_999, wanted: { running_cnt: 1, pass_cnt: 2 }, complete: false },
    { name: "pass", at: 20_000, wanted: { pass_cnt: 3 }, complete: true },
    { name: "fail", at: 15_000, wanted: { running_cnt: 1, pass_cnt: 1, fail_cnt: 1 }, complete: false },
    { name: "fail", at: 20_000, wanted: { pass_cnt: 2, fail_cnt: 1 }, complete: true },
    { name: "error", at: 20_000, wanted: { pass_cnt: 2, error_cnt: 1 }, complete: true },
    { name: "flaky", at: 20_000, wanted: { pass_cnt: 3 }, complete: true },
    { name: "slow", at: 20_000, wanted: { running_cnt: 3 }, complete: false },
    { name: "slow fail", at: 1_800_000, wanted: { pass_cnt: 2, fail_cnt: 1 }, complete: true },
    { name: "fail cases-1", at: 20_000, wanted: { fail_cnt: 1 }, complete: true },
    { name: "fail cases-10", at: 20_000, wanted: { pass_cnt: 7, fail_cnt: 3 }, complete: true },
  ])("$name after $at ms", ({ name, at, wanted, complete }) => {
    const now = testset(name).at(at);
    const total_test_cnt = Object.values(wanted).reduce((sum, count) => sum + count, 0);
    const none = { error_cnt: 0, fail_cnt: 0, initializing_cnt: 0, running_cnt: 0, stop_cnt: 0, pass_cnt: 0 };
    expect(now.statusDetail()).toEqual({ ...none, ...wanted, total_test_cnt });
    expect(now.isComplete()).toBe(complete);
  });

  it("has counts that add up at any moment, and is complete exactly when none is running", () => {
    const names = fc.constantFrom("pass", "fail", "error", "flaky", "slow", "fail cases-7", "slow error cases-2");
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 2_000_000 }), (name, at) => {
        const now = testset(name).at(at);
        const { total_test_cnt, ...parts } = now.statusDetail();
        expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(total_test_cnt);
        expect(now.isComplete()).toBe(parts.initializing_cnt + parts.running_cnt === 0);
      }),
    );
  });
});
