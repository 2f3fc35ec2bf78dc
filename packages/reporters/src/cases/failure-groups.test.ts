import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TestCase } from "@remotest/core";
import { notPassed, passed, report, testRun, withResults } from "../fixtures/build.ts";
import { daysAgo, quarantined } from "../fixtures/scenarios.ts";
import { failureGroups, placesWords } from "./failure-groups.ts";
import { type PlacedCase, sortedCases } from "./placed-case.ts";
import { trends } from "./trends.ts";

const run = withResults(testRun({}));
const placed = (testCase: TestCase, suite = "Shop"): PlacedCase => ({ run, suite, testCase });
const names = (groups: ReturnType<typeof failureGroups>) =>
  groups.map(({ cases }) => cases.map(({ testCase }) => testCase.name));

describe("failures of one cause", () => {
  it("are one group, the larger ones first", () => {
    const groups = failureGroups([
      placed(notPassed("failed", "a", "Not found")),
      placed(notPassed("failed", "b", "Expected total 1 but found 2")),
      placed(notPassed("failed", "c", "Expected total 3 but found 40")),
    ]);
    expect(names(groups)).toEqual([["b", "c"], ["a"]]);
    expect(groups.map(({ title }) => title)).toEqual(["Expected total … but found …", "Not found"]);
  });

  it("are named in their own words if all say the same", () => {
    const twice = ["a", "b"].map((name) => placed(notPassed("failed", name, "Expected 3 items\n  but found 4")));
    expect(failureGroups(twice)[0]?.title).toBe("Expected 3 items");
    expect(failureGroups([placed(notPassed("error", "a", " \n"))])[0]?.title).toBe("(no message)");
  });

  it("are not together with tests that broke, nor with those that are forgiven, which come last", () => {
    const groups = failureGroups([
      placed(quarantined(notPassed("failed", "forgiven", "Gone"), "SHOP-1")),
      placed(quarantined(notPassed("failed", "forgiven too", "Gone"), "SHOP-1")),
      placed(notPassed("error", "broken", "Gone")),
      placed(notPassed("failed", "failed", "Gone")),
    ]);
    expect(names(groups)).toEqual([["broken"], ["failed"], ["forgiven", "forgiven too"]]);
  });

  it("come first if one of them has just begun to fail", () => {
    const now = (message: string, name: string) => notPassed("failed", name, message);
    const before = testRun({ Shop: [now("Old", "a"), now("Old", "b"), passed("c")] });
    const results = testRun({ Shop: [now("Old", "a"), now("Old", "b"), now("New", "c")] });
    const all = { ...report(withResults(results)), history: [daysAgo(1, before)] };
    expect(names(failureGroups(sortedCases(all).notPassed, trends(all)))).toEqual([["c"], ["a", "b"]]);
  });

  it("say where they are if their number does not tell", () => {
    const at = (name: string, suite: string) => placed(notPassed("failed", name, "Gone"), suite);
    const words = (...cases: PlacedCase[]) => failureGroups(cases).map(placesWords);
    expect(words(at("Pixel 9", "Pay"), at("Pixel 9", "Find"), at("Pixel 8", "Find"))).toEqual(["2 tests, 2 suites"]);
    expect(words(at("a", "Pay"), at("b", "Pay"))).toEqual([""]);
    expect(words(at("a", "Pay"), at("b", "Find"))).toEqual(["2 suites"]);
  });
});

describe("groups of any failures", () => {
  const failure = fc.record({
    outcome: fc.constantFrom("failed", "error"),
    forgiven: fc.boolean(),
    message: fc.array(fc.constantFrom("Gone", "12", "'x'", "a1b2c3", "\n", "at ", "Crash")).map((all) => all.join(" ")),
  });
  const failures = fc.array(failure, { maxLength: 40 }).map((all) =>
    all.map(({ outcome, forgiven, message }, index) => {
      const testCase = notPassed(outcome, `${index}`, message);
      return placed(forgiven ? quarantined(testCase, "SHOP-1") : testCase);
    }),
  );
  const asSets = (groups: ReturnType<typeof failureGroups>) =>
    names(groups)
      .map((all) => all.toSorted().join())
      .toSorted();

  it("have each failure once, and are not empty", () => {
    fc.assert(
      fc.property(failures, (all) => {
        const groups = failureGroups(all);
        expect(groups.flatMap(({ cases }) => cases).toSorted(byName)).toEqual(all.toSorted(byName));
        expect(groups.every(({ cases, title }) => cases.length > 0 && title !== "")).toBe(true);
      }),
    );
  });

  it("are the same in any order", () => {
    const shuffled = failures.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(asSets(failureGroups(other))).toEqual(asSets(failureGroups(all)));
      }),
    );
  });

  it("never mix how tests ended, and whether that is forgiven", () => {
    fc.assert(
      fc.property(failures, (all) => {
        for (const { cases } of failureGroups(all)) {
          const kinds = cases.map(({ testCase }) => `${testCase.outcome} ${testCase.quarantine !== undefined}`);
          expect(new Set(kinds).size).toBe(1);
        }
      }),
    );
  });

  it("have what was put together before, whatever else did not pass", () => {
    fc.assert(
      fc.property(failures, failures, (all, more) => {
        const groupOf = new Map(
          failureGroups([...all, ...more]).flatMap((group) => group.cases.map((each) => [each, group] as const)),
        );
        for (const { cases } of failureGroups(all))
          expect(new Set(cases.map((each) => groupOf.get(each))).size).toBe(1);
      }),
    );
  });

  it("take about as long for each failure of 50,000 as of 5,000", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        placed(
          notPassed("failed", `${index}`, `Expected total ${index}, "${index}" of ${"x".repeat(index % 50)}\n at y`),
        ),
      );
    const timed = (all: readonly PlacedCase[]): number => {
      const begun = performance.now();
      failureGroups(all);
      return (performance.now() - begun) / all.length;
    };
    const [few, lots] = [many(5000), many(50_000)];
    timed(few);
    const ratio = Math.min(...[1, 2, 3].map(() => timed(lots))) / Math.min(...[1, 2, 3].map(() => timed(few)));
    expect(ratio).toBeLessThan(4);
  });
});

function byName(a: PlacedCase, b: PlacedCase): number {
  return Number(a.testCase.name) - Number(b.testCase.name);
}
