import { beyondCases, worstConclusion } from "./conclusion.ts";
import type { Attempt, TestCase, TestRun, TestSuite } from "./test-run.ts";

/**
 * Adds the results of a rerun to the results before it. A case that ran again keeps its earlier attempts; once it has
 * passed it stays passed (and is flaky), because a later rerun of the same original run repeats it. An attempt that did
 * not run changes no outcome. The conclusion is the worse of both. Totals stay.
 *
 * @example mergeRerun(first, again).suites
 */
export function mergeRerun(before: TestRun, again: TestRun): TestRun {
  const pending = new Map<string, TestCase[]>();
  // In reverse, so that the next case is at the end of its list: a service may give thousands of cases one name.
  for (const suite of again.suites.toReversed())
    for (const testCase of suite.cases.toReversed()) {
      const key = keyOf(suite, testCase);
      const known = pending.get(key);
      if (known) known.push(testCase);
      else pending.set(key, [testCase]);
    }
  const ranAgain = new Set<TestCase>();
  const suites = before.suites.map((suite) => ({
    ...suite,
    cases: suite.cases.map((testCase) => {
      // Of cases with equal names, those that did not pass are the ones that ran again, in order.
      if (testCase.outcome === "passed" && testCase.earlierAttempts.length === 0) return testCase;
      const known = pending.get(keyOf(suite, testCase));
      const next = known?.at(-1);
      // The name of a counted case is made up, so this only looks like its name.
      if (!next || isOnlyAName(testCase, next)) return testCase;
      known?.pop();
      const merged = withAttempt(testCase, next);
      ranAgain.add(merged);
      return merged;
    }),
  }));
  const { suites: all, leftOut } = withNews(suites, unexpected(again, new Set([...pending.values()].flat())), ranAgain);
  return {
    suites: all,
    conclusion: worstConclusion(beyondCases(before), beyondCases(again)),
    // A warning of both is kept once.
    warnings: [...new Set([...before.warnings, ...again.warnings, ...warningOf(leftOut)])],
  };
}

function keyOf(suite: TestSuite, testCase: TestCase): string {
  return JSON.stringify([suite.name, testCase.name]);
}

function attemptOf(testCase: TestCase): Attempt {
  const { name: _name, earlierAttempts: _earlier, unnamed: _unnamed, quarantine: _quarantine, ...attempt } = testCase;
  return attempt;
}

/** True for a case that did not run and could give a name to a counted one. */
function isOnlyAName(counted: TestCase, { outcome, unnamed }: TestCase): boolean {
  return counted.unnamed === true && outcome === "skipped" && unnamed !== true;
}

function withAttempt(before: TestCase, next: TestCase): TestCase {
  if (next.outcome === "skipped") return isOnlyAName(before, next) ? { ...next, earlierAttempts: [] } : before;
  if (before.outcome === "passed") return { ...before, earlierAttempts: [...before.earlierAttempts, attemptOf(next)] };
  return { ...next, earlierAttempts: [...before.earlierAttempts, attemptOf(before)] };
}

/**
 * Adds cases that were not known. They first replace cases that the service had only counted: a case that had no name
 * before it ran has one now, and must not be counted twice.
 */
function withNews(
  suites: readonly TestSuite[],
  news: readonly TestSuite[],
  ranAgain: ReadonlySet<TestCase>,
): { readonly suites: TestSuite[]; readonly leftOut: number } {
  // From the last to the first to be taken. Those that ran come first: they are never left out.
  const left = news.map((suite) => {
    const cases = suite.cases.toReversed();
    return { ...suite, cases: [...cases.filter((each) => !hasRun(each)), ...cases.filter(hasRun)] };
  });
  const byName = new Map(left.toReversed().map((suite) => [suite.name, suite]));
  const filledIn = (of: readonly TestSuite[], mayBe: (counted: TestCase) => boolean): TestSuite[] =>
    of.map((suite) => ({
      ...suite,
      cases: suite.cases.map((testCase) => {
        if (!testCase.unnamed || !mayBe(testCase)) return testCase;
        const next = byName.get(suite.name)?.cases.pop();
        return next ? withAttempt(testCase, next) : testCase;
      }),
    }));
  // A counted case that the rerun has only counted as well may be any of the rest.
  const filled = filledIn(
    filledIn(suites, (counted) => !ranAgain.has(counted)),
    (counted) => !hasRun(counted),
  );
  const added = left.map((suite) => ({ ...suite, cases: suite.cases.filter(didNotPass).toReversed() }));
  const passed = (of: readonly TestSuite[]): string[] =>
    of.flatMap((suite) => suite.cases.filter(({ outcome }) => outcome === "passed").map((each) => keyOf(suite, each)));
  // A test that passed before may have to run again for one that did not, such as one that makes its data.
  const known = new Set(passed(suites));
  const leftOut = passed(left).filter((key) => !known.has(key)).length;
  return { suites: [...filled, ...added.filter(({ cases }) => cases.length > 0)], leftOut };
}

function warningOf(leftOut: number): string[] {
  if (leftOut === 0) return [];
  const what = leftOut === 1 ? "a test that passes" : `${leftOut} tests that pass`;
  return [`The rerun has ${what} and that the run before it does not have: not counted.`];
}

function didNotPass(testCase: TestCase): boolean {
  return hasRun(testCase) && testCase.outcome !== "passed";
}

function hasRun({ outcome }: TestCase): boolean {
  return outcome !== "skipped";
}

/**
 * Finds the cases that only the rerun has, so that no failure is lost. One that did not run, or passed, is kept only if it
 * names a counted case: as an additional case it would raise what a percentage of the tests forgives.
 */
function unexpected(again: TestRun, left: ReadonlySet<TestCase>): TestSuite[] {
  return again.suites.map((suite) => ({ ...suite, cases: suite.cases.filter((testCase) => left.has(testCase)) }));
}
