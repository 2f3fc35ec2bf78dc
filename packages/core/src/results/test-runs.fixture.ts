import type { Attempt, Conclusion, Outcome, TestCase, TestRun } from "./test-run.ts";

/** Returns a case with this outcome, for tests of counting. */
export function testCase(outcome: Outcome, name: string = outcome, earlierAttempts: readonly Attempt[] = []): TestCase {
  const common = { name, links: [], earlierAttempts };
  return outcome === "passed" ? { ...common, outcome } : { ...common, outcome, message: `${name} message` };
}

export function testRun(cases: readonly TestCase[], conclusion: Conclusion = { kind: "unstated" }): TestRun {
  return { suites: cases.length === 0 ? [] : [{ name: "suite", cases }], conclusion, warnings: [] };
}

/** Returns a run with these numbers of cases. */
export function counted(passed: number, failed = 0, errors = 0, skipped = 0, conclusion?: Conclusion): TestRun {
  const cases = [
    ...Array.from({ length: passed }, () => testCase("passed")),
    ...Array.from({ length: failed }, () => testCase("failed")),
    ...Array.from({ length: errors }, () => testCase("error")),
    ...Array.from({ length: skipped }, () => testCase("skipped")),
  ];
  return testRun(cases, conclusion);
}
