import type { Outcome, TestRun } from "../results/test-run.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";
import { applyQuarantine, type QuarantineEntry } from "./quarantine.ts";

/** The day on which the quarantine is applied. */
export const today = "2026-11-22";

/** An entry that has not expired. */
export function entry(name: string, more: Partial<QuarantineEntry> = {}): QuarantineEntry {
  return { case: name, reason: "SHOP-12", until: "2026-12-31", place: "entry 1 (line 1)", ...more };
}

/** A run of one suite, with these cases. */
export function run(cases: Readonly<Record<string, Outcome>>): TestRun {
  return testRun(Object.entries(cases).map(([name, outcome]) => testCase(outcome, name)));
}

/** Returns the names of the cases that the entries mark. */
export function forgiven(given: TestRun, ...entries: readonly QuarantineEntry[]): readonly string[] {
  return applyQuarantine(given, entries, today).suites.flatMap(({ cases }) =>
    cases.filter(({ quarantine }) => quarantine).map(({ name }) => name),
  );
}
