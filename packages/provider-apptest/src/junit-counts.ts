import { contradiction } from "./unusable-results.ts";

/** How many tests a suite holds, those of the suites inside it among them. */
export interface Tally {
  tests: number;
  notPassed: number;
}

/**
 * Checks the counts that JUnit has on its suites against the tests inside, where the service writes some: its page shows
 * none (apptest.ai REST API v2 page, section 3), and whatever says the same twice must agree. A count that is no number is
 * none.
 *
 * @param said the attribute's text by its name
 * @throws {ProviderError} when they contradict each other.
 */
export function assertJunitCounts(said: (name: string) => string | undefined, held: Tally): void {
  const tests = countOf(said("tests"));
  if (tests !== undefined && tests !== held.tests)
    throw contradiction(`A suite of the results counts ${tests} tests and holds ${held.tests}`);
  const notPassed = (countOf(said("failures")) ?? 0) + (countOf(said("errors")) ?? 0);
  if (notPassed > held.notPassed)
    throw contradiction(
      `A suite of the results counts ${notPassed} tests that did not pass and holds ${held.notPassed}`,
    );
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
