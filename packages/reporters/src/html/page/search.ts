import type { Query } from "./query.ts";

/** What can be asked about one test. */
export interface Entry {
  /** Its outcomes, the finer ones too: a flaky test has passed as well. */
  readonly outcomes: readonly string[];
  readonly suite: string;
  readonly run: string;
  /** All that the page says of it, made by `searchable`. */
  readonly text: string;
}

/** Text in which spelling and case make no difference. */
export function searchable(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/**
 * Decides which tests answer a query: those that have each of its words somewhere, one of its outcomes, its suite and
 * its run.
 */
export function answers(query: Query): (entry: Entry) => boolean {
  const words = searchable(query.text).split(/\s+/).filter(Boolean);
  const { outcomes, suite, run } = query;
  return (entry) =>
    (outcomes.length === 0 || outcomes.some((outcome) => entry.outcomes.includes(outcome))) &&
    (suite === "" || entry.suite === suite) &&
    (run === "" || entry.run === run) &&
    words.every((word) => entry.text.includes(word));
}
