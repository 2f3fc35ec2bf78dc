import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type GatePolicy, gate } from "./gate.ts";
import { applyQuarantine, type QuarantineEntry } from "./quarantine.ts";
import { mergeRerun } from "./rerun.ts";
import { type Conclusion, count, isFlaky, type Outcome, type TestCase, type TestRun } from "./test-run.ts";
import { testCase, testRun } from "./test-runs.fixture.ts";

const strict: GatePolicy = { failOn: "failed", maxFailures: { count: 0 } };
const merged = ([first = testRun([]), ...reruns]: readonly TestRun[]): TestRun => reruns.reduce(mergeRerun, first);
const judge = (
  history: readonly TestRun[],
  policy: GatePolicy = strict,
  entries: readonly QuarantineEntry[] = [],
): string => gate(applyQuarantine(merged(history), entries, "2026-11-22"), policy).kind;
const entryFor = (name: string): QuarantineEntry => ({
  case: name,
  reason: "SHOP-12",
  until: "2026-12-31",
  place: "entry 1",
});
const [passed, failed] = [{ kind: "passed" }, { kind: "failed" }] as const;
const cut = { kind: "cut-short", message: "cancelled" } as const;
const a = (outcome: Outcome): TestCase => testCase(outcome, "a");
const b = (outcome: Outcome): TestCase => testCase(outcome, "b");

describe("a rerun takes nothing back but the failures of its cases", () => {
  test.for<{
    given: string;
    history: readonly TestRun[];
    quarantine?: readonly QuarantineEntry[];
    wanted: "passed" | "failed";
  }>([
    {
      given: "exactly the cases that failed pass",
      history: [testRun([a("passed"), b("failed")], failed), testRun([b("passed")], passed)],
      wanted: "passed",
    },
    {
      given: "a broken case passes",
      history: [testRun([b("error")], failed), testRun([b("passed")], passed)],
      wanted: "passed",
    },
    {
      given: "a cancelled run is rerun",
      history: [testRun([a("passed"), b("failed")], cut), testRun([b("passed")], passed)],
      wanted: "failed",
    },
    {
      given: "the first rerun was cancelled, and the second passes",
      history: [testRun([b("failed")], failed), testRun([b("failed")], cut), testRun([b("passed")], passed)],
      wanted: "failed",
    },
    {
      given: "the service failed the run for a reason of its own",
      history: [
        testRun([a("passed"), b("failed")], { kind: "failed", message: "58 not scheduled" }),
        testRun([b("passed")], passed),
      ],
      wanted: "failed",
    },
    {
      given: "only a case that was not executed stands beside the service's failed",
      history: [testRun([a("passed"), b("skipped")], failed), testRun([b("passed")], passed)],
      wanted: "failed",
    },
    {
      given: "the only case of the rerun was not executed",
      history: [testRun([a("passed"), b("failed")], failed), testRun([b("skipped")], failed)],
      wanted: "failed",
    },
    {
      given: "the only case of the rerun was not executed, and the service says passed",
      history: [testRun([a("passed"), b("failed")], failed), testRun([b("skipped")], passed)],
      wanted: "failed",
    },
    {
      given: "a rerun failed without a failed case, beside a quarantined failure",
      history: [testRun([a("passed"), b("failed")], failed), testRun([a("passed")], failed)],
      quarantine: [entryFor("b")],
      wanted: "failed",
    },
    {
      given: "the quarantined failure fails again",
      history: [testRun([a("passed"), b("failed")], failed), testRun([b("failed")], failed)],
      quarantine: [entryFor("b")],
      wanted: "passed",
    },
    {
      given: "a case that passed is not executed again",
      history: [
        testRun([a("passed"), b("failed")], failed),
        testRun([b("passed")], passed),
        testRun([b("skipped")], { kind: "unstated" }),
      ],
      wanted: "passed",
    },
  ])("$given: $wanted", ({ history, quarantine, wanted }) => {
    expect(judge(history, strict, quarantine)).toBe(wanted);
  });

  test.for<{ before: Outcome; flaky: boolean }>([
    { before: "failed", flaky: true },
    { before: "error", flaky: true },
    { before: "skipped", flaky: false },
  ])("$before and then passed is flaky: $flaky", ({ before, flaky }) => {
    const [found] = merged([testRun([a(before)]), testRun([a("passed")])]).suites[0]?.cases ?? [];
    expect(found && isFlaky(found)).toBe(flaky);
  });
});

const outcomes = fc.constantFrom<Outcome>("passed", "failed", "error", "skipped");
// Few names, so that attempts meet, and cases share one.
const cases = fc.array(
  fc.tuple(outcomes, fc.constantFrom("a", "b", "c")).map(([outcome, name]) => testCase(outcome, name)),
  { maxLength: 5 },
);
const conclusions = fc.constantFrom<Conclusion>(
  passed,
  { kind: "unstated" },
  failed,
  { kind: "failed", message: "58 not scheduled" },
  cut,
);
const attempts = fc.tuple(cases, conclusions).map(([some, conclusion]) => testRun(some, conclusion));
const histories = fc.array(attempts, { minLength: 1, maxLength: 4 });
const policies = fc.record<GatePolicy>({
  failOn: fc.constantFrom("failed", "error", "never"),
  maxFailures: fc.oneof(fc.record({ count: fc.nat({ max: 3 }) }), fc.record({ percent: fc.nat({ max: 100 }) })),
});
const quarantines = fc.subarray(["a", "b", "c"]).map((names) => names.map(entryFor));

/** As services rerun: only what did not pass at first. */
function ofOneRun([first = testRun([]), ...reruns]: readonly TestRun[]): readonly TestRun[] {
  const casesOf = ({ suites }: TestRun): readonly TestCase[] => suites.flatMap((suite) => suite.cases);
  const named = (name: string): readonly TestCase[] => casesOf(first).filter((each) => each.name === name);
  const repeats = ({ name }: TestCase): boolean =>
    named(name).length > 0 && named(name).every(({ outcome }) => outcome !== "passed");
  return [first, ...reruns.map((each) => testRun(casesOf(each).filter(repeats), each.conclusion))];
}

const better = (now: string, before: string): boolean => now === "passed" && before !== "passed";
const order: readonly Conclusion["kind"][] = ["passed", "unstated", "failed", "cut-short"];
const isWorse = (now: Conclusion, before: Conclusion): boolean => {
  const [one, other] = [order.indexOf(now.kind), order.indexOf(before.kind)];
  return one > other || (one === other && "message" in now && !("message" in before));
};

describe("whatever the first run, the reruns, the quarantine and the policy", () => {
  const everything = fc.tuple(histories, policies, quarantines);
  const replaced = <T>(all: readonly T[], index: number, by: T): readonly T[] => all.with(index, by);

  test("a conclusion that is worse never improves the verdict", () => {
    fc.assert(
      fc.property(everything, fc.nat(), conclusions, ([history, policy, quarantine], at, conclusion) => {
        const index = at % history.length;
        const given = history[index];
        fc.pre(given !== undefined && isWorse(conclusion, given.conclusion));
        const worse = replaced(history, index, { ...testRun([]), ...given, conclusion });
        expect(better(judge(worse, policy, quarantine), judge(history, policy, quarantine))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a failure more never improves the verdict, but where it explains what the service says", () => {
    const places = fc.tuple(fc.nat(), fc.nat());
    fc.assert(
      fc.property(histories, fc.nat({ max: 4 }), places, (any, allowed, [at, which]) => {
        const history = ofOneRun(any);
        const index = at % history.length;
        const given = history[index];
        const own = given?.suites[0]?.cases ?? [];
        const found = own[which % Math.max(1, own.length)];
        fc.pre(given !== undefined && found?.outcome === "passed" && given.conclusion.kind !== "failed");
        const conclusion = given?.conclusion ?? failed;
        const worse = testRun(replaced(own, own.indexOf(found), testCase("failed", found.name)), conclusion);
        const policy: GatePolicy = { failOn: "failed", maxFailures: { count: allowed } };
        expect(better(judge(replaced(history, index, worse), policy), judge(history, policy))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test("cut short, or failed for a reason of the service, anywhere, is never a pass", () => {
    const lasting = (conclusion: Conclusion): boolean => conclusion.kind === "cut-short" || "message" in conclusion;
    fc.assert(
      fc.property(everything, ([history, policy, quarantine]) => {
        fc.pre(history.some(({ conclusion }) => lasting(conclusion)));
        expect(judge(history, policy, quarantine)).toBe("failed");
      }),
      { numRuns: 1_000 },
    );
  });

  test("a failed that no failed or broken case explains, anywhere, is never a pass", () => {
    const notPassed = ({ suites }: TestRun): number => count([testRun(suites.flatMap((suite) => suite.cases))]).failed;
    const broken = ({ suites }: TestRun): number => count([testRun(suites.flatMap((suite) => suite.cases))]).errors;
    fc.assert(
      fc.property(everything, ([history, policy, quarantine]) => {
        fc.pre(history.some((each) => each.conclusion.kind === "failed" && notPassed(each) + broken(each) === 0));
        expect(judge(history, policy, quarantine)).toBe("failed");
      }),
      { numRuns: 1_000 },
    );
  });

  test("cases of a rerun that did not run change nothing", () => {
    fc.assert(
      fc.property(histories, ([first = testRun([]), ...reruns]) => {
        const ran = reruns.map((each) => ({
          ...each,
          suites: each.suites.map((suite) => ({
            ...suite,
            cases: suite.cases.filter(({ outcome }) => outcome !== "skipped"),
          })),
        }));
        expect(merged([first, ...ran])).toEqual(merged([first, ...reruns]));
      }),
    );
  });

  test("totals never shrink, and what passed stays passed", () => {
    fc.assert(
      fc.property(histories, attempts, (history, again) => {
        const [before, after] = [count([merged(history)]), count([merged([...history, again])])];
        expect(after.total).toBeGreaterThanOrEqual(before.total);
        expect(after.passed).toBeGreaterThanOrEqual(before.passed);
      }),
    );
  });
});
