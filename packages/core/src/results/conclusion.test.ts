import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beyondCases, mayStillPass, worstConclusion } from "./conclusion.ts";
import { type GatePolicy, gate } from "../gate/gate.ts";
import { mergeRerun } from "./merge-rerun.ts";
import { type Conclusion, count, type Outcome, type TestCase, type TestRun } from "./test-run.ts";
import { testCase, testRun } from "./test-runs.fixture.ts";

const message = "58 not scheduled";
const unexplained = "the service calls the run failed although no test failed in it";

describe("what a service concludes beyond its test cases", () => {
  const failed = { kind: "failed" } as const;
  test.for<{ given: string; run: TestRun; wanted: Conclusion; mayPass: boolean }>([
    {
      given: "failed, a test failed",
      run: testRun([testCase("failed")], failed),
      wanted: { kind: "unstated" },
      mayPass: true,
    },
    {
      given: "failed, a test broke",
      run: testRun([testCase("error")], failed),
      wanted: { kind: "unstated" },
      mayPass: true,
    },
    {
      given: "failed, a test was not executed",
      run: testRun([testCase("passed"), testCase("skipped")], failed),
      wanted: { ...failed, message: unexplained },
      mayPass: false,
    },
    {
      given: "failed, without tests",
      run: testRun([], failed),
      wanted: { ...failed, message: unexplained },
      mayPass: false,
    },
    {
      given: "failed, with its own reason",
      run: testRun([testCase("failed")], { ...failed, message }),
      wanted: { ...failed, message },
      mayPass: false,
    },
    {
      given: "cut short",
      run: testRun([testCase("failed")], { kind: "cut-short", message }),
      wanted: { kind: "cut-short", message },
      mayPass: false,
    },
    {
      given: "passed",
      run: testRun([testCase("passed")], { kind: "passed" }),
      wanted: { kind: "passed" },
      mayPass: true,
    },
    { given: "nothing", run: testRun([testCase("failed")]), wanted: { kind: "unstated" }, mayPass: true },
  ])("$given", ({ run, wanted, mayPass }) => {
    expect(beyondCases(run)).toEqual(wanted);
    expect(mayStillPass(run)).toBe(mayPass);
  });
});

test("the worst of several conclusions counts, and of two equally bad ones the first", () => {
  const kinds: readonly Conclusion[] = [
    { kind: "passed" },
    { kind: "unstated" },
    { kind: "failed", message: "1" },
    { kind: "cut-short", message: "1" },
  ];
  for (const [a, first] of kinds.entries())
    for (const [b, second] of kinds.entries()) expect(worstConclusion(first, second)).toBe(b > a ? second : first);
  expect(worstConclusion({ kind: "failed", message: "1" }, { kind: "failed", message: "2" })).toMatchObject({
    message: "1",
  });
});

const outcomes: readonly Outcome[] = ["passed", "skipped", "failed", "error"];
const quarantine = { reason: "known", until: "2099-01-01" };
const oneCase: fc.Arbitrary<TestCase> = fc
  .record({
    outcome: fc.constantFrom(...outcomes),
    name: fc.constantFrom("a", "b", "c", "d"),
    isQuarantined: fc.boolean(),
    isUnnamed: fc.boolean(),
  })
  .map(({ outcome, name, isQuarantined, isUnnamed }): TestCase => {
    const made = testCase(outcome, name);
    if (outcome === "skipped") return isUnnamed ? { ...made, unnamed: true } : made;
    return isQuarantined && outcome !== "passed" ? { ...made, quarantine } : made;
  });
const conclusion: fc.Arbitrary<Conclusion> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Conclusion>({ kind: "passed" }, { kind: "unstated" }, { kind: "failed" }) },
  { weight: 1, arbitrary: fc.constantFrom<Conclusion>({ kind: "failed", message }, { kind: "cut-short", message }) },
);
const attempt: fc.Arbitrary<TestRun> = fc
  .tuple(fc.array(oneCase, { maxLength: 5 }), conclusion)
  .map(([cases, said]) => testRun(cases, said));
const history = fc.array(attempt, { minLength: 1, maxLength: 4 });
const policy: fc.Arbitrary<GatePolicy> = fc.record({
  failOn: fc.constantFrom("failed", "error", "never"),
  maxFailures: fc.oneof(fc.record({ count: fc.nat({ max: 3 }) }), fc.record({ percent: fc.nat({ max: 100 }) })),
});

function merged(attempts: readonly TestRun[]): TestRun {
  return attempts.reduce(mergeRerun);
}

function without(outcome: Outcome, run: TestRun): TestRun {
  return testRun(
    run.suites.flatMap(({ cases }) => cases).filter((each) => each.outcome !== outcome),
    run.conclusion,
  );
}

describe("over random histories of attempts, whatever the gate forgives", () => {
  test("a conclusion that no test case explains never becomes a pass, whatever comes before or after it", () => {
    fc.assert(
      fc.property(history, policy, (attempts, forgiving) => {
        fc.pre(attempts.some((each) => !mayStillPass(each)));
        expect(gate(merged(attempts), forgiving).kind).toBe("failed");
      }),
    );
  });

  test("an attempt that did not run changes no outcome", () => {
    fc.assert(
      fc.property(history, attempt, (attempts, last) => {
        const skipped = testRun(
          last.suites.flatMap(({ cases }) => cases).map(({ name }) => testCase("skipped", name)),
          { kind: "passed" },
        );
        const before = merged(attempts);
        const after = mergeRerun(before, skipped);
        expect(count([after])).toEqual(count([before]));
      }),
    );
  });

  test("a case that did not run in a rerun might as well not be in it", () => {
    fc.assert(
      fc.property(attempt, attempt, policy, (run, again, forgiving) => {
        fc.pre(mayStillPass(again) === mayStillPass(without("skipped", again)));
        const mixed = again.suites.flatMap(({ cases }) => cases).map(({ name }) => name);
        // If two cases have one name, a skipped one counts as the attempt of one that ran: that can only be worse.
        fc.pre(new Set(mixed).size === mixed.length);
        expect(gate(mergeRerun(run, again), forgiving).kind).toBe(
          gate(mergeRerun(run, without("skipped", again)), forgiving).kind,
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("no test that ran is lost, and only an attempt that passes removes a failure", () => {
    fc.assert(
      fc.property(history, (attempts) => {
        let before = attempts[0] as TestRun;
        for (const again of attempts.slice(1)) {
          const after = mergeRerun(before, again);
          expect(count([after]).total).toBeGreaterThanOrEqual(count([before]).total);
          const lost = notPassed(before) - notPassed(after);
          expect(lost).toBeLessThanOrEqual(count([again]).passed);
          before = after;
        }
      }),
    );
  });

  test("a history with one worse attempt at one test never has a better verdict", () => {
    fc.assert(
      fc.property(uniqueHistory, fc.nat(), fc.nat(), policy, (attempts, whichRun, whichCase, forgiving) => {
        const worsened = attempts.map((run, index) =>
          index === whichRun % attempts.length ? worse(run, whichCase) : run,
        );
        const [was, is] = [attempts, worsened].map((each) => gate(merged(each), forgiving).kind);
        if (was === "failed") expect(is).toBe("failed");
      }),
      { numRuns: 1000 },
    );
  });
});

function notPassed(run: TestRun): number {
  const { failed, errors } = count([run]);
  return failed + errors;
}

/**
 * A run of four tests and reruns of what did not pass in it, as a service reruns them. None is failed without a
 * reason, because a failed test would explain that: the only way in which one more failure can be better.
 */
const statedOrSilent = conclusion.filter((each) => each.kind !== "failed" || each.message !== undefined);
const uniqueHistory = fc
  .array(
    fc
      .tuple(
        fc.tuple(
          ...["a", "b", "c", "d"].map((name) => fc.constantFrom(...outcomes).map((outcome) => testCase(outcome, name))),
        ),
        statedOrSilent,
      )
      .map(([cases, said]) => testRun(cases, said)),
    { minLength: 1, maxLength: 4 },
  )
  .map(([first, ...reruns]) => (first ? [first, ...reruns.map((rerun) => ofWhatDidNotPass(first, rerun))] : []));

function ofWhatDidNotPass(first: TestRun, rerun: TestRun): TestRun {
  const cases = (run: TestRun): readonly TestCase[] => run.suites.flatMap((suite) => suite.cases);
  const passed = new Set(cases(first).flatMap(({ name, outcome }) => (outcome === "passed" ? [name] : [])));
  return testRun(
    cases(rerun).filter(({ name }) => !passed.has(name)),
    rerun.conclusion,
  );
}

/** Returns the same attempt with one test one step worse; a skipped test stays, as it is not an attempt. */
function worse(run: TestRun, which: number): TestRun {
  const cases = run.suites.flatMap((suite) => suite.cases);
  const next: Readonly<Record<Outcome, Outcome>> = {
    passed: "failed",
    skipped: "skipped",
    failed: "error",
    error: "error",
  };
  return testRun(
    cases.map((each, index) => (index === which % cases.length ? testCase(next[each.outcome], each.name) : each)),
    run.conclusion,
  );
}
