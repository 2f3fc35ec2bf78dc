import { type FailureGroup, failureGroups, placesWords } from "../cases/failure-groups.ts";
import { messageLinesOf } from "../cases/message-line.ts";
import type { PlacedCase } from "../cases/placed-case.ts";
import type { OwnText } from "../words/service-text.ts";
import type { Budget } from "./budget.ts";
import { failures, members, type RowsOf } from "./rows.ts";
import { markdown, preformatted, text } from "./text.ts";

/** A summary with more groups of failures than this is not read; report.html has all of them. */
export const mostGroups = 20;
const mostMembers = 10;
const mostMessageLines = 30;

/** A heading of ours: how deep, and what it says. */
export interface Heading {
  readonly marks: OwnText;
  readonly title: OwnText;
}

/**
 * Writes what did not pass: a group of tests folds, except for the first one, and tests that are alone with their cause
 * share a table. Returns how many groups there are.
 *
 * @param most how many groups may be shown
 * @param keep the share of the whole size that must be left after them, from 0 to 1
 */
export function failureSection(
  budget: Budget,
  { marks, title }: Heading,
  cases: readonly PlacedCase[],
  of: RowsOf,
  { most, keep }: { readonly most: number; readonly keep: number },
): number {
  if (cases.length === 0) return 0;
  const groups = failureGroups(cases, of.trends);
  budget.always(markdown``, markdown`${marks} ${title} (${cases.length})`);
  const shown = groups.slice(0, most);
  let left = cases.length - casesIn(shown);
  const together = shown.filter((group) => group.cases.length > 1);
  for (const [index, group] of together.entries())
    if (!writeGroup(budget, group, index === 0, of, keep)) left += group.cases.length;
  const alone = shown.flatMap((group) => (group.cases.length === 1 ? group.cases : []));
  const { head, row } = failures(of);
  if (alone.length > 0) {
    const began = budget.when(keep, markdown``, ...head);
    left +=
      alone.length -
      (began
        ? budget.fitting(
            alone.map((placed) => () => row(placed)),
            keep,
          )
        : 0);
  }
  budget.omitted(left);
  return groups.length;
}

function casesIn(groups: readonly FailureGroup[]): number {
  return groups.reduce((sum, { cases }) => sum + cases.length, 0);
}

/** Returns false if there is no room for it. */
function writeGroup(budget: Budget, group: FailureGroup, open: boolean, of: RowsOf, keep: number): boolean {
  const { cases, title } = group;
  const [first, ...more] = cases;
  const { head, row } = members(of);
  const places = placesWords(group);
  const lines = messageLinesOf(first.testCase);
  const began = budget.when(
    keep,
    markdown``,
    open ? markdown`<details open>` : markdown`<details>`,
    markdown`<summary><b>${cases.length} × ${text(title, 300)}</b>${places === "" ? "" : markdown` (${places})`}</summary>`,
    markdown``,
    ...(lines.length > 1 ? [preformatted(lines.slice(0, mostMessageLines)), markdown``] : []),
    ...head,
    row(first),
  );
  if (!began) return false;
  const shown = budget.fitting(
    more.slice(0, mostMembers - 1).map((placed) => () => row(placed)),
    keep,
  );
  budget.omitted(more.length - shown);
  budget.always(markdown``, markdown`</details>`);
  return true;
}
