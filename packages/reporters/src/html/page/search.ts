import type { Query } from "./query.ts";

/** The properties of a test that a query can filter by. */
export interface Entry {
  /** Its outcomes: a flaky test has also passed. */
  readonly outcomes: readonly string[];
  readonly suite: string;
  readonly run: string;
  /** Everything that the page says about it, made by `searchable`. */
  readonly text: string;
}

/** Text in which case, and different encodings of a letter, make no difference. */
export function searchable(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** Returns true for tests that have all words of a query, one of its outcomes, its suite and its run. */
export function answers(query: Query): (entry: Entry) => boolean {
  const words = searchable(query.text).split(/\s+/).filter(Boolean);
  const { outcomes, suite, run } = query;
  return (entry) =>
    (outcomes.length === 0 || outcomes.some((outcome) => entry.outcomes.includes(outcome))) &&
    (suite === "" || entry.suite === suite) &&
    (run === "" || entry.run === run) &&
    words.every((word) => entry.text.includes(word));
}
