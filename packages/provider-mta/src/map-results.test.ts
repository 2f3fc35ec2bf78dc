import { count, gate, ProviderError } from "@remotest/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapResults, type SuiteResults, uniqueNames } from "./map-results.ts";
import { meaningOf, resultWords, tellsFailure } from "./result-words.ts";
import { part, runWith, suite } from "./results.fixture.ts";

const forgivesNothing = { failOn: "failed", maxFailures: { count: 0 } } as const;
const passes = (result: string | undefined, suites: readonly SuiteResults[]): boolean => {
  try {
    return gate(mapResults(runWith(result), suites), forgivesNothing).kind === "passed";
  } catch (error) {
    if (error instanceof ProviderError) return false;
    throw error;
  }
};
const casesOf = (result: string, ...suites: readonly SuiteResults[]) =>
  mapResults(runWith(result), suites).suites.flatMap(({ cases }) => cases);

describe("a result of a test case", () => {
  it.each([
    { result: "Pass", outcome: "passed" },
    { result: "PASSED", outcome: "passed" },
    { result: "AssertsFailed", outcome: "failed" },
    { result: "Fail", outcome: "failed" },
    { result: "Failed", outcome: "failed" },
    { result: "ERROR", outcome: "error" },
    { result: "Error", outcome: "error" },
    { result: "StoppedByUser", outcome: "error" },
    { result: undefined, outcome: "error" },
    { result: "", outcome: "error" },
    { result: "Ok", outcome: "error" },
    { result: "Skipped", outcome: "error" },
    { result: "constructor", outcome: "error" },
  ])("$result is $outcome", ({ result, outcome }) => {
    const ofAll = outcome === "passed" ? "Pass" : "AssertsFailed";
    const [each] = casesOf(ofAll, suite("S", ofAll, part("a", result)));
    expect(each).toMatchObject({ name: "a", outcome });
    if (outcome !== "passed") expect(each?.outcome !== "passed" && each?.message).toMatch(/\S/);
  });

  it("that is absent in a run that passed is an error, because the case was not executed", () => {
    const run = mapResults(runWith("Pass"), [suite("S", "Pass", part("a", "Pass"), part("b"))]);
    expect(run.suites[0]?.cases[1]).toMatchObject({ outcome: "error", message: "Not executed: MTA gives no result." });
    expect(gate(run, forgivesNothing).kind).toBe("failed");
  });

  it.each(["- TestCase: x\n- TestStep [3]: y", "an assert failed"])(
    "Pass with the message %j is an error",
    (message) => {
      expect(casesOf("Pass", suite("S", "Pass", part("a", "Pass", { message })))[0]).toMatchObject({
        outcome: "error",
      });
    },
  );

  it("keeps MTA's message and the link", () => {
    const url = "http://localhost:8081/link/testcaserun/120";
    const [each] = casesOf("ERROR", suite("S", "ERROR", part("a", "ERROR", { message: "- TestStep [3]: no", url })));
    expect(each).toMatchObject({ message: "- TestStep [3]: no", links: [{ label: "In MTA", href: url }] });
  });

  it("Running in a finished run is not accepted; in a stopped one, the case was cut short", () => {
    const cases = [suite("S", "AssertsFailed", part("a", "Running"))];
    expect(() => mapResults(runWith("AssertsFailed"), cases)).toThrow(/"a" running/);
    expect(mapResults(runWith("StoppedByUser"), cases).suites[0]?.cases[0]).toMatchObject({ outcome: "error" });
  });
});

describe("what contradicts itself is never a pass", () => {
  it.each<{ title: string; run: string; suites: readonly SuiteResults[] }>([
    {
      title: "a run that passed with a failed case",
      run: "Pass",
      suites: [suite("S", "AssertsFailed", part("a", "AssertsFailed"))],
    },
    { title: "a run that passed with a failed suite", run: "Pass", suites: [suite("S", "ERROR", part("a", "Pass"))] },
    { title: "a suite that passed with a failed case", run: "ERROR", suites: [suite("S", "Pass", part("a", "ERROR"))] },
    { title: "a suite that is running", run: "Pass", suites: [suite("S", "Running", part("a", "Pass"))] },
  ])("$title", ({ run, suites }) => {
    expect(() => mapResults(runWith(run), suites)).toThrow(ProviderError);
  });

  it.each(["AssertsFailed", "ERROR", undefined, "Strange"])("a suite of passed cases with the result %s", (result) => {
    const run = mapResults(runWith("AssertsFailed"), [suite("S", result, part("a", "Pass"))]);
    expect(run.suites[0]?.cases[1]).toMatchObject({ name: "(the suite itself)", outcome: "error" });
  });

  it("a suite without a case that did not pass is not lost; one that passed is a remark", () => {
    const run = mapResults(runWith("ERROR"), [suite("Broken", "ERROR"), suite("Empty", "Pass")]);
    expect(run.suites.map(({ name, cases }) => [name, cases.length])).toEqual([["Broken", 1]]);
    expect(run.warnings).toEqual(["MTA lists 1 test suite without a test case."]);
  });

  it("a run that did not pass although all cases did is failed for a reason that no rerun can remove", () => {
    const run = mapResults(runWith("ERROR"), [suite("S", "Pass", part("a", "Pass"))]);
    expect(run.conclusion).toMatchObject({ kind: "failed", message: expect.stringContaining("ERROR") as string });
    expect(gate(run, forgivesNothing).kind).not.toBe("passed");
  });

  it("a stopped run is cut short, even if every case passed", () => {
    expect(passes("StoppedByUser", [suite("S", "Pass", part("a", "Pass"))])).toBe(false);
  });

  it("a run that passed without a case has no test", () => expect(passes("Pass", [])).toBe(false));
});

describe("a list that skips a position may not be complete", () => {
  const at = (...positions: readonly (number | undefined)[]) =>
    positions.map((sequence, index) => part(`case ${index}`, "Pass", { sequence }));
  it.each([
    { title: "counted from 1", positions: [1, 2, 3], isSuspect: false },
    { title: "counted from 0", positions: [0, 1, 2], isSuspect: false },
    { title: "in another order", positions: [3, 1, 2], isSuspect: false },
    { title: "with a position for each test, shared by its columns", positions: [1, 1, 2], isSuspect: false },
    { title: "without positions", positions: [undefined, undefined], isSuspect: false },
    { title: "with a position missing in some", positions: [1, undefined, 9], isSuspect: false },
    { title: "without the second", positions: [1, 3], isSuspect: true },
    { title: "without the first", positions: [2, 3], isSuspect: true },
    { title: "of one, the fourth", positions: [4], isSuspect: true },
  ])("test cases $title: $isSuspect", ({ positions, isSuspect }) => {
    const { warnings } = mapResults(runWith("Pass"), [suite("S", "Pass", ...at(...positions))]);
    const warning =
      'MTA\'s list of test cases in "S" skips a position. Unless the run left tests out, the list is not complete: compare it with the run in MTA.';
    expect(warnings).toEqual(isSuspect ? [warning] : []);
  });

  it("of test suites, too; the lists of cases are named once for all", () => {
    const suites = [1, 3].map((sequence) => ({ suite: part("S", "Pass", { sequence }), cases: at(2) }));
    const { warnings } = mapResults(runWith("Pass"), suites);
    expect(warnings.map((each) => each.split(".")[0])).toEqual([
      "MTA's list of test suites skips a position",
      'MTA\'s list of test cases in "S (1 of 2)" and 1 more skips a position',
    ]);
  });
});

const word = fc.oneof(
  { arbitrary: fc.constantFrom("Pass", "Passed"), weight: 12 },
  fc.constantFrom(
    ...Object.keys(resultWords),
    "Pass",
    "pass ",
    "AssertsFailed",
    "ERROR",
    "OK",
    "NOK",
    "None",
    "Passed?",
  ),
  fc.string({ maxLength: 12 }),
  fc.constant(undefined),
);
const anySuite = fc
  .tuple(word, fc.array(word, { maxLength: 4 }))
  .map(([result, cases]) => suite("S", result, ...cases.map((each, index) => part(`case ${index}`, each))));

describe("properties", () => {
  it("a pass has only words that mean a pass, on all three levels, and at least one case", () => {
    let passed = 0;
    fc.assert(
      fc.property(word, fc.array(anySuite, { maxLength: 3 }), (run, suites) => {
        if (!passes(run, suites)) return;
        passed++;
        const all = [
          run,
          ...suites.flatMap(({ suite: own, cases }) => [own.result, ...cases.map(({ result }) => result)]),
        ];
        for (const each of all) expect(meaningOf(each)).toBe("passed");
        expect(suites.some(({ cases }) => cases.length > 0)).toBe(true);
      }),
      { numRuns: 3_000, seed: 15 },
    );
    expect(passed).toBeGreaterThan(5);
  });

  it("no case is lost, and none that did not pass becomes one that did", () => {
    fc.assert(
      fc.property(fc.array(anySuite, { maxLength: 3 }), (suites) => {
        let mapped;
        try {
          mapped = mapResults(runWith("StoppedByUser"), suites);
        } catch {
          return;
        }
        const { total, passed } = count([mapped]);
        const given = suites.flatMap(({ cases }) => cases);
        expect(total).toBeGreaterThanOrEqual(given.length);
        expect(passed).toBe(given.filter(({ result }) => meaningOf(result) === "passed").length);
      }),
    );
  });
});

describe("names that repeat", () => {
  it("are numbered, with their total", () => {
    const names = uniqueNames(["Pay", "Log in", "Pay"].map((name) => ({ name })));
    expect(names).toEqual(["Pay (1 of 2)", "Log in", "Pay (2 of 2)"]);
  });

  it("follow the position in the run, and so do suites", () => {
    const cases = [part("Pay", "Pass", { sequence: 2, url: "b" }), part("Pay", "Fail", { sequence: 1, url: "a" })];
    const run = mapResults(runWith("Fail"), [
      { suite: part("S", "Pass", { sequence: 2 }), cases: [part("x", "Pass")] },
      { suite: part("S", "Fail", { sequence: 1 }), cases },
    ]);
    expect(run.suites.map(({ name }) => name)).toEqual(["S (1 of 2)", "S (2 of 2)"]);
    expect(run.suites[0]?.cases.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["Pay (1 of 2)", "failed"],
      ["Pay (2 of 2)", "passed"],
    ]);
  });

  it("a rerun of one of them never makes the other one pass", () => {
    // Somebody else's run came between: there, only the second one failed, so MTA reruns only that.
    const first = mapResults(runWith("Fail"), [suite("S", "Fail", part("Pay", "Fail"), part("Pay", "Pass"))]);
    const again = mapResults(runWith("Pass"), [suite("S", "Pass", part("Pay", "Pass"))]);
    const names = (run: typeof first) => run.suites.flatMap(({ cases }) => cases.map(({ name }) => name));
    expect(names(first).filter((name) => names(again).includes(name))).toEqual([]);
  });
});

it("a word that says that something did not pass is known as such", () => {
  for (const each of ["Fail", "Failed", "AssertsFailed", "ERROR", "StoppedByUser"])
    expect(tellsFailure(each)).toBe(true);
  for (const each of ["Pass", "Passed", "Running", undefined, "x"]) expect(tellsFailure(each)).toBe(false);
});
