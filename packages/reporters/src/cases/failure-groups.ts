import { messageOf, messageText, nameLine, type PlacedCase } from "./placed-case.ts";
import { causeOf } from "./cause.ts";
import type { Trends } from "./trends.ts";
import { amount } from "../words/quantities.ts";
import { type CleanText, clean, joined, nonEmpty, type OwnText, serviceLine } from "../words/service-text.ts";

/** Test cases that did not pass for one cause, as far as their messages tell. */
export interface FailureGroup<Case extends PlacedCase = PlacedCase> {
  /** At least one, in the order given. */
  readonly cases: readonly [Case, ...Case[]];
  /** The first line of what their messages have in common. */
  readonly title: CleanText;
}

/**
 * Groups test cases that did not pass by their cause. Each case is in one group; which cases share one does not depend on
 * the order. A test that failed never shares a group with one that broke, nor one that is forgiven with one that is not.
 * First come groups in which a test has just begun to fail, then the larger ones; what is forgiven comes last. Pure, in
 * linear time.
 *
 * @example failureGroups(sortedCases(report).notPassed, trends(report)).length // 2, of 76 failures
 */
export function failureGroups<Case extends PlacedCase>(
  cases: readonly Case[],
  trends?: Trends,
): readonly FailureGroup<Case>[] {
  const groups = new Map<string, [Case, ...Case[]]>();
  for (const placed of cases) {
    const { testCase } = placed;
    const key = JSON.stringify([testCase.outcome, testCase.quarantine !== undefined, causeOf(messageOf(testCase))]);
    const group = groups.get(key);
    if (group) group.push(placed);
    else groups.set(key, [placed]);
  }
  const newly = ({ testCase }: Case): boolean => trends?.of(testCase)?.failing?.newly === true;
  const ranked = [...groups.values()].map((cases) => ({
    cases,
    rank: cases[0].testCase.quarantine ? 2 : cases.some(newly) ? 0 : 1,
  }));
  return ranked
    .toSorted((a, b) => a.rank - b.rank || b.cases.length - a.cases.length)
    .map(({ cases }) => ({ cases, title: titleOf(cases) }));
}

const longestTitle = 300;

/** The words of the messages themselves if all say the same, otherwise what they have in common. */
function titleOf([first, ...others]: readonly [PlacedCase, ...PlacedCase[]]): CleanText {
  const message = messageOf(first.testCase);
  const same = others.every(({ testCase }) => messageOf(testCase) === message);
  const words = same ? messageText(first.testCase, 64 * 1024) : causeOf(message);
  return serviceLine(words.split("\n", 1)[0] ?? "", longestTitle) || clean`(no message)`;
}

/**
 * Returns where the cases of a group are, if that is more than their number tells: `4 tests, 8 suites`; "" otherwise.
 * A name that several suites have is one test.
 */
export function placesWords({ cases }: FailureGroup): OwnText {
  const names = new Set(cases.map(({ testCase }) => nameLine(testCase.name)));
  const suites = new Set(cases.map(({ suite }) => nameLine(suite)));
  return joined(
    nonEmpty([
      names.size < cases.length ? amount(names.size, "test") : "",
      suites.size > 1 ? amount(suites.size, "suite") : "",
    ]),
    ", ",
  );
}
