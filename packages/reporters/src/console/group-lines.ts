import { messageOf } from "../cases/placed-case.ts";
import { type FailureGroup, placesWords } from "../cases/failure-groups.ts";
import { outcomeWords } from "../words/outcome-words.ts";
import { duration } from "../words/quantities.ts";
import { type CleanText, clean, joined, nonEmpty } from "../words/service-text.ts";
import { caseLines, caseName, linkLines, pastWords, quarantineLines, signOf, toneOf } from "./case-lines.ts";
import { displayWidth, wrap } from "./display-width.ts";
import type { Layout } from "./layout.ts";
import { messageLines } from "./message-lines.ts";
import { painted, type TerminalText } from "./paint.ts";

/** Names of a group's tests in one line of a log, in columns. */
const logColumns = 160;
/** A fold has no more lines than this. */
const mostFolded = 500;

/**
 * Tests that did not pass for one cause: how many and why, the first of them in full, and the names of the others. A
 * test that is alone with its cause is shown as itself.
 *
 * @param width of the column of names
 */
export function groupLines(group: FailureGroup, width: number, layout: Layout): readonly TerminalText[] {
  const { cases } = group;
  const [placed] = cases;
  if (cases.length === 1) return caseLines(placed, width, layout);
  const { testCase } = placed;
  const { columns, amounts } = layout;
  const took = testCase.durationMs === undefined ? "" : duration(testCase.durationMs);
  const facts = joined(nonEmpty([outcomeWords[testCase.outcome], took, pastWords(testCase, layout)]), ", ");
  const tone = toneOf(testCase, layout);
  // The title is the message's first line already if all of them say the same.
  const sayTheSame = cases.every((each) => messageOf(each.testCase) === messageOf(testCase));
  return [
    ...headLines(group, layout),
    ...wrap(clean`    ${caseName(placed)}: ${facts}`, columns, clean`      `).map(tone),
    ...quarantineLines(testCase, layout),
    ...messageLines(testCase, sayTheSame ? 1 : 0, amounts.messageLines, layout),
    ...linkLines(testCase, layout),
    ...othersLines(cases.slice(1).map(caseName), layout),
  ];
}

function headLines(group: FailureGroup, layout: Layout): readonly TerminalText[] {
  const { paint, columns } = layout;
  const { testCase } = group.cases[0];
  const places = placesWords(group);
  const words = clean`${group.cases.length} × ${group.title}${places === "" ? "" : clean` (${places})`}`;
  const [first = clean``, ...more] = wrap(words, columns === undefined ? undefined : columns - 2);
  return [
    painted`${signOf(testCase, layout)} ${paint.bold(first)}`,
    ...more.map((line) => painted`  ${paint.bold(line)}`),
  ];
}

/** The other tests of a group: as many names as fit into a line, or each on a line of its own where these fold. */
function othersLines(names: readonly CleanText[], layout: Layout): readonly TerminalText[] {
  const { paint, columns = logColumns, fold, amounts } = layout;
  const title = clean`${names.length} more`;
  const listed = (most: number): readonly TerminalText[] => {
    const more = names.length - most;
    const lines = names.slice(0, most).map((name) => clean`    ${name}`);
    return more > 0 ? [...lines, paint.dim(clean`    … and ${more} more`)] : lines;
  };
  if (fold) return fold(clean`${title} for the same cause`, listed(mostFolded));
  if (amounts.members > 0) return [paint.dim(clean`    ${title}:`), ...listed(amounts.members)];
  return [paint.dim(fittingNames(clean`    and ${title}`, names, columns))];
}

function fittingNames(head: CleanText, names: readonly CleanText[], columns: number): CleanText {
  const shown: CleanText[] = [];
  let room = columns - displayWidth(head) - 5;
  for (const name of names) {
    room -= displayWidth(name) + 2;
    if (room < 0) break;
    shown.push(name);
  }
  if (shown.length === 0) return head;
  return clean`${head}: ${joined(shown, ", ")}${shown.length < names.length ? clean`, …` : ""}`;
}
