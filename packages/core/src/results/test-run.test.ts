import { describe, expect, test } from "vitest";
import { type Attempt, type Counts, count, isDuration, isFlaky, type Outcome, type TestCase } from "./test-run.ts";
import { counted, testCase, testRun } from "./test-runs.fixture.ts";

/** Returns a case whose attempts have these outcomes, oldest first: the last one is the case's own. */
function attempts(...outcomes: readonly [...Outcome[], Outcome]): TestCase {
  const earlier = outcomes.slice(0, -1).map((outcome): Attempt => {
    const { name: _name, earlierAttempts: _none, ...attempt } = testCase(outcome);
    return attempt;
  });
  return testCase(outcomes.at(-1) ?? "passed", "a", earlier);
}

describe("a test is flaky", () => {
  test.for<{ given: [...Outcome[], Outcome]; wanted: boolean }>([
    { given: ["failed", "passed"], wanted: true },
    { given: ["error", "passed"], wanted: true },
    { given: ["skipped", "failed", "passed"], wanted: true },
    { given: ["failed", "passed", "passed"], wanted: true },
    { given: ["passed"], wanted: false },
    { given: ["passed", "passed"], wanted: false },
    { given: ["skipped", "passed"], wanted: false },
    { given: ["failed", "error"], wanted: false },
    { given: ["passed", "failed"], wanted: false },
    { given: ["failed", "skipped"], wanted: false },
  ])("after $given: $wanted", ({ given, wanted }) => expect(isFlaky(attempts(...given))).toBe(wanted));
});

describe("test cases are counted", () => {
  const none: Counts = { total: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, quarantined: 0 };

  test("by outcome, over all suites and runs", () => {
    const twoSuites = { ...counted(1), suites: [...counted(2, 1).suites, ...counted(0, 0, 3, 4).suites] };
    expect(count([twoSuites, counted(5)])).toEqual({ ...none, total: 15, passed: 7, failed: 1, errors: 3, skipped: 4 });
  });

  test("once, however many attempts they had; a flaky one among those that passed", () => {
    const run = testRun([attempts("failed", "error", "passed"), attempts("failed", "failed")]);
    expect(count([run])).toEqual({ ...none, total: 2, passed: 1, failed: 1, flaky: 1 });
  });

  test("in quarantine among those that did not pass", () => {
    const quarantine = { reason: "SHOP-12", until: "2026-12-31" };
    const run = testRun([
      { ...testCase("failed"), quarantine },
      { ...testCase("error"), quarantine },
      testCase("failed"),
    ]);
    expect(count([run])).toEqual({ ...none, total: 3, failed: 2, errors: 1, quarantined: 2 });
  });

  test("as zero if there are none", () => {
    expect(count([])).toEqual(none);
    expect(count([counted(0)])).toEqual(none);
  });
});

test.for([
  [0, true],
  [0.5, true],
  [8.64e15, true],
  [8.64e15 + 2, false],
  [-1, false],
  [Number.NaN, false],
  [Number.POSITIVE_INFINITY, false],
  [undefined, false],
] as const)("%s ms is a duration: %s", ([ms, wanted]) => expect(isDuration(ms)).toBe(wanted));
