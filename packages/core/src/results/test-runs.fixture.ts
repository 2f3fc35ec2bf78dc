import type { Attempt, Conclusion, Outcome, TestCase, TestRun } from "./test-run.ts";

/** A case by outcome alone, for tests of what only counts. */
export function testCase(outcome: Outcome, name: string = outcome, earlierAttempts: readonly Attempt[] = []): TestCase {
  const common = { name, links: [], earlierAttempts };
  return outcome === "passed" ? { ...common, outcome } : { ...common, outcome, message: `${name} message` };
}

export function testRun(cases: readonly TestCase[], conclusion: Conclusion = { kind: "unstated" }): TestRun {
  return { suites: cases.length === 0 ? [] : [{ name: "suite", cases }], conclusion, warnings: [] };
}

/** As many cases of each outcome. */
export function counted(passed: number, failed = 0, errors = 0, skipped = 0, conclusion?: Conclusion): TestRun {
  const cases = [
    ...Array.from({ length: passed }, () => testCase("passed")),
    ...Array.from({ length: failed }, () => testCase("failed")),
    ...Array.from({ length: errors }, () => testCase("error")),
    ...Array.from({ length: skipped }, () => testCase("skipped")),
  ];
  return testRun(cases, conclusion);
}
