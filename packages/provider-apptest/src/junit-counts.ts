import type { DeviceResult } from "./device-results.ts";
import { contradiction, unreadable } from "./unusable-results.ts";

/** The number of tests in a suite, including those in its inner suites. */
export interface Tally {
  tests: number;
  /** Failed or broken. */
  notPassed: number;
  skipped: number;
}

/** Counts a test. */
export function countIn(tally: Tally, verdict: DeviceResult["verdict"]): void {
  tally.tests++;
  if (verdict === "skipped") tally.skipped++;
  else if (verdict !== "ok") tally.notPassed++;
}

/**
 * Checks that the counts of a JUnit suite agree with the tests inside, if the service writes counts. None are documented
 * (specs/apptest.openapi.yaml, getTestsetResult).
 *
 * @param said returns the text of an attribute, or the value of a field, by its name
 * @throws {ProviderError} if they contradict each other, or a count is not a number.
 */
export function assertJunitCounts(said: (name: string) => unknown, { tests, notPassed, skipped }: Tally): void {
  const counted = (name: string): number | undefined => countOf(name, said(name));
  const all = counted("tests") ?? tests;
  if (all !== tests) throw contradiction(`A suite of the results counts ${all} tests and contains ${tests}`);
  const failed = (counted("failures") ?? 0) + (counted("errors") ?? 0);
  if (failed > notPassed)
    throw contradiction(`A suite of the results counts ${failed} tests that did not pass and contains ${notPassed}`);
  const notRun = Math.max(counted("skipped") ?? 0, counted("disabled") ?? 0);
  if (notRun > skipped + notPassed)
    throw contradiction(`A suite of the results counts ${notRun} tests that did not run and contains ${skipped}`);
}

function countOf(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw unreadable(`the ${name} of a suite must be a count, not ${JSON.stringify(value).slice(0, 60)}`);
}
