import type { DeviceResult } from "./result-json.ts";
import { contradiction } from "./unusable-results.ts";

/**
 * Checks the counts that JUnit has on its suites against the tests inside, where the service writes some: its page shows
 * none (apptest.ai REST API v2 page, section 3), and whatever says the same twice must agree. A count that is no number is
 * none.
 *
 * @param said the attribute's text by its name
 * @throws {ProviderError} when they contradict each other.
 */
export function assertJunitCounts(said: (name: string) => string | undefined, devices: readonly DeviceResult[]): void {
  const tests = countOf(said("tests"));
  if (tests !== undefined && tests !== devices.length)
    throw contradiction(`A suite of the results counts ${tests} tests and holds ${devices.length}`);
  const notPassed = (countOf(said("failures")) ?? 0) + (countOf(said("errors")) ?? 0);
  const held = devices.filter(({ verdict }) => verdict === "failure" || verdict === "error").length;
  if (notPassed > held)
    throw contradiction(`A suite of the results counts ${notPassed} tests that did not pass and holds ${held}`);
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
