import { describe, expect, test } from "vitest";
import { gate } from "../gate/gate.ts";
import { mergeRerun } from "./merge-rerun.ts";
import { count, isFlaky, type TestCase, type TestRun } from "./test-run.ts";
import { testCase, testRun } from "./test-runs.fixture.ts";

const strict = { failOn: "failed", maxFailures: { count: 0 } } as const;
const first = testRun([testCase("passed", "a"), testCase("failed", "b"), testCase("skipped", "c")], { kind: "failed" });

describe("a rerun that is merged", () => {
  test("a case that passes now is flaky and keeps its failure, and no total grows", () => {
    const merged = mergeRerun(first, testRun([testCase("passed", "b"), testCase("passed", "c")], { kind: "passed" }));
    expect(count([merged])).toEqual({
      total: 3,
      passed: 3,
      failed: 0,
      errors: 0,
      skipped: 0,
      flaky: 1,
      quarantined: 0,
    });
    expect(merged.suites[0]?.cases[1]?.earlierAttempts).toMatchObject([{ outcome: "failed", message: "b message" }]);
    expect(gate(merged, strict).kind).toBe("passed");
  });

  test("a case that fails again has both attempts and is not flaky", () => {
    const merged = mergeRerun(first, testRun([testCase("failed", "b"), testCase("passed", "c")], { kind: "failed" }));
    const again = merged.suites[0]?.cases[1];
    expect(again).toMatchObject({ outcome: "failed", earlierAttempts: [{ outcome: "failed" }] });
    expect(again && isFlaky(again)).toBe(false);
    expect(gate(merged, strict).kind).toBe("failed");
  });

  test("a counted case that was not executed again either may still be the one that has a name now", () => {
    const counted: TestCase = { ...testCase("skipped", "not named (1)"), unnamed: true };
    const before = testRun([counted, testCase("passed", "a")]);
    const failing = testCase("failed", "a");
    const merged = mergeRerun(before, testRun([failing, counted]));
    expect(merged).toEqual(mergeRerun(before, testRun([failing])));
    expect(count([merged])).toMatchObject({ total: 2, failed: 1, skipped: 0 });
    expect(gate(merged, { failOn: "failed", maxFailures: { percent: 34 } }).kind).toBe("failed");
  });

  test("a case that the rerun leaves out still counts as failed", () => {
    const merged = mergeRerun(first, testRun([testCase("passed", "c")], { kind: "passed" }));
    expect(gate(merged, strict).kind).toBe("failed");
  });

  test("a case that passed in one rerun stays passed when a later one repeats it, as each reruns the original", () => {
    const second = mergeRerun(first, testRun([testCase("passed", "b"), testCase("failed", "c")], { kind: "failed" }));
    const third = mergeRerun(second, testRun([testCase("failed", "b"), testCase("passed", "c")], { kind: "failed" }));
    expect(count([third])).toMatchObject({ passed: 3, flaky: 2, quarantined: 0 });
    expect(third.suites[0]?.cases[1]?.earlierAttempts).toHaveLength(2);
    expect(gate(third, strict).kind).toBe("passed");
  });

  test("of two cases with one name, the one that did not pass is the one that ran again", () => {
    const twins = testRun([testCase("passed", "same"), testCase("failed", "same")]);
    const merged = mergeRerun(twins, testRun([testCase("passed", "same")]));
    expect(merged.suites[0]?.cases.map((each) => each.earlierAttempts.length)).toEqual([0, 1]);
  });

  test("a case that was only counted takes its name from the rerun, and no total grows", () => {
    const counted = (number: number): TestCase => ({ ...testCase("skipped", `not named (${number})`), unnamed: true });
    const before = testRun([testCase("passed", "a"), counted(1), counted(2), testCase("failed", "b")]);
    const again = testRun([testCase("passed", "c"), testCase("failed", "b"), counted(1)]);
    const [suite, ...others] = mergeRerun(before, again).suites;
    expect(others).toEqual([]);
    expect(suite?.cases.map(({ name, outcome, unnamed }) => [name, outcome, unnamed])).toEqual([
      ["a", "passed", undefined],
      ["not named (1)", "skipped", true],
      ["c", "passed", undefined],
      ["b", "failed", undefined],
    ]);
    expect(suite?.cases[2]?.earlierAttempts).toEqual([
      { outcome: "skipped", message: "not named (2) message", links: [] },
    ]);
    expect(count([mergeRerun(before, testRun([testCase("passed", "x"), testCase("passed", "y")]))]).total).toBe(4);
    const more = mergeRerun(before, testRun(["x", "y", "z"].map((name) => testCase("passed", name))));
    expect(count([more]).total).toBe(4);
    expect(more.warnings).toEqual([expect.stringMatching(/has a test that passes and that the run before it/)]);
  });

  test("a case that was only counted takes the name of one that did not run either, which is not an attempt", () => {
    const counted: TestCase = { ...testCase("skipped", "not named (1)"), unnamed: true };
    const [suite, ...others] = mergeRerun(testRun([counted]), testRun([testCase("skipped", "x")])).suites;
    expect(others).toEqual([]);
    expect(suite?.cases).toEqual([{ ...testCase("skipped", "x"), earlierAttempts: [] }]);
  });

  test("a case that ran takes the place of a counted one before a case that did not, whatever their names", () => {
    const counted: TestCase = { ...testCase("skipped", "a"), unnamed: true };
    const again = testRun([testCase("skipped", "a"), testCase("failed", "d")]);
    const [suite, ...others] = mergeRerun(testRun([counted]), again).suites;
    expect(others).toEqual([]);
    expect(suite?.cases.map(({ name, outcome }) => [name, outcome])).toEqual([["d", "failed"]]);
  });

  test("a case that a rerun skipped stays where it is, and gives a counted one no name", () => {
    const counted: TestCase = { ...testCase("skipped", "not named (1)"), unnamed: true };
    const before = testRun([counted, testCase("failed", "b")]);
    expect(mergeRerun(before, testRun([testCase("skipped", "b")])).suites).toEqual(before.suites);
  });

  test("a case that ran takes the place of the counted one that has its name", () => {
    const counted = (number: number): TestCase => ({ ...testCase("skipped", `not named (${number})`), unnamed: true });
    const again = testRun([testCase("failed", "not named (2)"), testCase("failed", "x")]);
    const [suite] = mergeRerun(testRun([counted(1), counted(2)]), again).suites;
    expect(suite?.cases.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["x", "failed"],
      ["not named (2)", "failed"],
    ]);
  });

  test("warnings of both stay, equal ones once", () => {
    const warned = (...warnings: string[]): TestRun => ({ ...first, warnings });
    expect(mergeRerun(warned("one", "both"), warned("two", "both")).warnings).toEqual(["one", "both", "two"]);
  });

  test("a case that was not known and fails is kept, without a warning", () => {
    const merged = mergeRerun(first, testRun([testCase("failed", "new")]));
    expect(count([merged]).total).toBe(4);
    expect(merged.warnings).toEqual([]);
  });

  test("a case that passes and only the rerun has raises no total, so that a percentage forgives no more", () => {
    const again = testRun([testCase("passed", "new"), testCase("passed", "new too")]);
    const merged = mergeRerun(first, again);
    expect(count([merged])).toEqual(count([first]));
    expect(merged.warnings).toEqual([
      "The rerun has 2 tests that pass and that the run before it does not have: not counted.",
    ]);
  });

  test("a case that passed before and had to run again is not counted twice; if it fails now, that is kept", () => {
    const before = testRun([testCase("passed", "makes data"), testCase("failed", "needs it")]);
    const well = mergeRerun(before, testRun([testCase("passed", "makes data"), testCase("passed", "needs it")]));
    expect(count([well])).toMatchObject({ total: 2, passed: 2, flaky: 1 });
    expect(well.warnings).toEqual([]);
    const badly = mergeRerun(before, testRun([testCase("failed", "makes data"), testCase("passed", "needs it")]));
    expect(count([badly]).failed).toBe(1);
  });

  test("a case that was not executed and then passes is not flaky", () => {
    const merged = mergeRerun(testRun([testCase("skipped", "c")]), testRun([testCase("passed", "c")]));
    expect(count([merged])).toMatchObject({ passed: 1, flaky: 0 });
  });

  const message = "58 not scheduled";
  const b = (outcome: TestCase["outcome"]): TestCase => testCase(outcome, "b");
  const cancelled = { kind: "cut-short", message: "cancelled" } as const;
  const unexplained = { kind: "failed" } as const;
  const quarantined: TestCase = { ...b("failed"), name: "q", quarantine: { reason: "known", until: "2099-01-01" } };
  test.for<{ given: string; history: readonly [TestRun, ...TestRun[]]; wanted: "passed" | "failed" }>([
    {
      given: "a run that was cancelled, and a rerun that passes",
      history: [testRun([b("failed")], cancelled), testRun([b("passed")], { kind: "passed" })],
      wanted: "failed",
    },
    {
      given: "a run that the service failed for its own reason, and a rerun that passes",
      history: [testRun([b("failed")], { kind: "failed", message }), testRun([b("passed")], { kind: "passed" })],
      wanted: "failed",
    },
    {
      given: "a failure whose rerun was not executed",
      history: [first, testRun([b("skipped")], unexplained)],
      wanted: "failed",
    },
    {
      given: "a run called failed in which nothing failed, and a rerun that passes",
      history: [testRun([testCase("passed", "a"), b("skipped")], unexplained), testRun([b("passed")])],
      wanted: "failed",
    },
    {
      given: "a first rerun that was cancelled, and a second that passes",
      history: [first, testRun([b("failed")], cancelled), testRun([b("passed")], { kind: "passed" })],
      wanted: "failed",
    },
    {
      given: "a rerun called failed in which nothing failed, beside a quarantined failure",
      history: [testRun([testCase("passed", "a"), quarantined, b("failed")]), testRun([b("passed")], unexplained)],
      wanted: "failed",
    },
    {
      given: "a failure that passes in the second rerun",
      history: [first, testRun([b("failed")], unexplained), testRun([b("passed")], { kind: "passed" })],
      wanted: "passed",
    },
  ])("$given: $wanted", ({ history: [run, ...reruns], wanted }) => {
    expect(gate(reruns.reduce(mergeRerun, run), { ...strict, failOn: "failed" }).kind).toBe(wanted);
  });

  test("a rerun that was cut short is not a pass", () => {
    const again = testRun([testCase("passed", "b"), testCase("passed", "c")], { kind: "cut-short", message: "x" });
    expect(gate(mergeRerun(first, again), strict).kind).toBe("failed");
  });

  test("cases with one name keep their order, and take no longer than others", { timeout: 60_000 }, () => {
    const amount = 50_000;
    const several = (message: string, name: (index: number) => string): TestCase[] =>
      Array.from({ length: amount }, (_, index) => ({
        ...testCase("failed", name(index)),
        message: `${message} ${index}`,
      }));
    const runOf = (message: string, name: (index: number) => string): TestRun => testRun(several(message, name));
    const msOf = (step: () => void): number => {
      const began = performance.now();
      step();
      return performance.now() - began;
    };
    const [before, again] = [runOf("first", () => "pay"), runOf("again", () => "pay")];
    const counted = several("counted", () => "not executed").map((each): TestCase => ({ ...each, unnamed: true }));
    const [named, namedAgain] = [runOf("first", (index) => `pay ${index}`), runOf("again", (index) => `pay ${index}`)];
    const msOfOthers = msOf(() => mergeRerun(named, namedAgain));
    let [merged, filled, added] = [before, before, before];
    const ms = msOf(() => {
      merged = mergeRerun(before, again);
      filled = mergeRerun(testRun(counted), again);
      added = mergeRerun(testRun([testCase("passed", "pay")]), again);
    });
    // Searching all of them for each of them took a minute: more than a hundred times as long.
    expect(ms / msOfOthers).toBeLessThan(30);
    const said = ({ suites }: TestRun): unknown => suites.flatMap(({ cases }) => cases).at(7);
    for (const [each, attempt] of [
      [merged, "first 7"],
      [filled, "counted 7"],
    ] as const)
      expect(said(each)).toMatchObject({ name: "pay", message: "again 7", earlierAttempts: [{ message: attempt }] });
    expect(count([merged, filled]).total).toBe(2 * amount);
    expect(added.suites.map(({ cases }) => cases.length)).toEqual([1, amount]);
    expect(added.suites[1]?.cases[7]).toMatchObject({ message: "again 7" });
  });
});
