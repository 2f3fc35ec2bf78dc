import type { DeviceResult } from "./device-results.ts";
import { contradiction, unreadable } from "./unusable-results.ts";

/** How many tests a suite holds, those of the suites inside it among them. */
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
 * Checks the counts that JUnit has on its suites against the tests inside, where the service writes some: its page shows
 * none (apptest.ai REST API v2 page, section 3), and whatever says the same twice must agree.
 *
 * @param said the attribute's text, or the field's value, by its name
 * @throws {ProviderError} when they contradict each other, or one is no number.
 */
export function assertJunitCounts(said: (name: string) => unknown, { tests, notPassed, skipped }: Tally): void {
  const counted = (name: string): number | undefined => countOf(name, said(name));
  const all = counted("tests") ?? tests;
  if (all !== tests) throw contradiction(`A suite of the results counts ${all} tests and holds ${tests}`);
  const failed = (counted("failures") ?? 0) + (counted("errors") ?? 0);
  if (failed > notPassed)
    throw contradiction(`A suite of the results counts ${failed} tests that did not pass and holds ${notPassed}`);
  const notRun = Math.max(counted("skipped") ?? 0, counted("disabled") ?? 0);
  if (notRun > skipped + notPassed)
    throw contradiction(`A suite of the results counts ${notRun} tests that did not run and holds ${skipped}`);
}

function countOf(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw unreadable(`a suite has ${name} that are no count: ${JSON.stringify(value).slice(0, 60)}`);
}
