import { type Attempt, isFlaky, type TestCase } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import {
  messageText,
  nameLine,
  type PlacedCase,
  runLine,
  type SortedCases,
  sortedCases,
} from "../cases/placed-case.ts";
import { duration } from "../words/quantities.ts";
import { linkLine } from "../words/safe-href.ts";
import { type CleanText, clean, joined, nonEmpty, type OwnText, serviceLine } from "../words/service-text.ts";
import { newestFirst } from "../cases/newest-first.ts";
import { outcomeWords } from "../words/outcome-words.ts";
import { quarantineLine } from "../words/quarantine-words.ts";
import { flakyWords, sinceWords } from "../cases/trend-words.ts";
import type { Trends } from "../cases/trends.ts";
import { displayWidth, fit, pad, wrap } from "./display-width.ts";
import { glyphs } from "./glyphs.ts";
import { type Paint, painted, type Style, type TerminalText } from "./paint.ts";

/** The amount of results that is shown; the report files have all of them. */
interface Amounts {
  readonly notPassed: number;
  readonly others: number;
  readonly messageLines: number;
}

const usually: Amounts = { notPassed: 50, others: 20, messageLines: 6 };
const verbosely: Amounts = { notPassed: 1000, others: 1000, messageLines: 100 };
const quietly: Amounts = { notPassed: 50, others: 0, messageLines: 6 };
const widestName = 72;

/** The layout of the results. */
export interface Layout {
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** Undefined if there are no earlier reports. */
  readonly trends: Trends | undefined;
}

/** The table of the test cases: first those that did not pass, each with its message and its links. */
export function resultLines(report: Report, layout: Layout): readonly TerminalText[] {
  const amounts = layout.quiet ? quietly : layout.verbose ? verbosely : usually;
  const found = sortedCases(report);
  const sorted = { ...found, notPassed: newestFirst(found.notPassed, layout.trends) };
  const others = [...sorted.flaky, ...sorted.passed, ...sorted.skipped];
  const shown = [...sorted.notPassed.slice(0, amounts.notPassed), ...others.slice(0, amounts.others)];
  const names = shown.map((placed) => name(placed, report));
  const room = Math.max(16, Math.min(widestName, (layout.columns ?? 120) - 24));
  const width = names.reduce((widest, name) => Math.max(widest, Math.min(room, displayWidth(name))), 0);
  const rows = shown.map((placed, index) => row(placed, names[index] ?? clean``, width, amounts, layout));
  const failures = Math.min(sorted.notPassed.length, amounts.notPassed);
  return [
    ...rows.slice(0, failures).flat(),
    ...more(sorted.notPassed.length - failures, clean`that did not pass`, layout),
    ...rows.slice(failures).flat(),
    ...(layout.quiet ? [] : moreOthers(sorted, amounts, layout)),
  ];
}

function moreOthers(
  { flaky, passed, skipped }: SortedCases,
  { others }: Amounts,
  layout: Layout,
): readonly TerminalText[] {
  return more(flaky.length + passed.length + skipped.length - others, clean`that passed or were skipped`, layout);
}

function more(number: number, what: OwnText, { paint }: Layout): readonly TerminalText[] {
  return number > 0 ? [paint.dim(clean`  … ${number} more ${what}`)] : [];
}

/** The test case comes first, because a name that does not fit is cut at the end. */
function name({ run, suite, testCase }: PlacedCase, report: Report): CleanText {
  const suites = run.end.kind === "results" ? run.end.testRun.suites.length : 0;
  const parts = nonEmpty([
    nameLine(testCase.name, 200),
    suites > 1 ? nameLine(suite, 80) : "",
    report.runs.length > 1 ? serviceLine(run.name || runLine(run), 40) : "",
  ]);
  return joined(parts, " · ");
}

function row(
  placed: PlacedCase,
  name: CleanText,
  width: number,
  amounts: Amounts,
  layout: Layout,
): readonly TerminalText[] {
  const { testCase } = placed;
  const { paint, columns } = layout;
  const bad = testCase.outcome === "failed" || testCase.outcome === "error";
  const tone = !bad ? paint.dim : testCase.quarantine ? paint.caution : paint.bad;
  const quarantine = testCase.quarantine
    ? wrap(clean`    ${quarantineLine(testCase.quarantine)}`, columns, clean`    `)
    : [];
  return [
    ...firstLines({ name, width, bad, tone, sign: signOf(testCase, paint), ...factsOf(testCase, layout) }, layout),
    ...quarantine.map(paint.caution),
    ...(testCase.outcome === "passed" ? [] : saying(testCase, amounts, layout, bad)),
  ];
}

interface FirstLines {
  readonly name: CleanText;
  readonly width: number;
  readonly bad: boolean;
  readonly tone: Style;
  readonly sign: TerminalText;
  readonly facts: CleanText;
  readonly more: OwnText;
}

/** The name of a test case that did not pass is never cut: if it is too wide for the table, the facts follow below it. */
function firstLines(
  { name, width, bad, tone, sign, facts, more }: FirstLines,
  layout: Layout,
): readonly TerminalText[] {
  const { paint, columns } = layout;
  const together = more === "" ? facts : clean`${facts}, ${more}`;
  if (bad && displayWidth(name) > width) {
    const [first = clean``, ...rest] = wrap(name, columns === undefined ? undefined : columns - 2);
    const below = wrap(clean`    ${together}`, columns, clean`    `);
    return [
      painted`${sign} ${paint.bold(first)}`,
      ...rest.map((line) => painted`  ${paint.bold(line)}`),
      ...below.map(tone),
    ];
  }
  const shownName = pad(fit(name, width), width);
  const fits = columns === undefined || width + 4 + displayWidth(together) <= columns;
  const line = painted`${sign} ${bad ? paint.bold(shownName) : shownName}  ${tone(fits ? together : facts)}`;
  return fits ? [line] : [line, ...wrap(clean`    ${more}`, columns, clean`    `).map(tone)];
}

function signOf(testCase: TestCase, paint: Paint): TerminalText {
  if (testCase.quarantine) return paint.caution(testCase.outcome === "error" ? clean`!` : clean`✗`);
  return glyphs(paint)[isFlaky(testCase) ? "flaky" : testCase.outcome];
}

/** The outcome in a word and the duration, then the attempts and the trend. */
function factsOf(testCase: TestCase, { trends }: Layout): Pick<FirstLines, "facts" | "more"> {
  const flaky = isFlaky(testCase);
  const word = outcomeWords[flaky ? "flaky" : testCase.outcome];
  const took = testCase.durationMs === undefined ? clean`` : duration(testCase.durationMs);
  const attempts = testCase.earlierAttempts.length > 0 ? clean`attempt ${testCase.earlierAttempts.length + 1}` : "";
  const trend = trends?.of(testCase) ?? {};
  const lately = sinceWords(trend) || (trend.fixed ? clean`fixed` : flaky ? flakyWords(trend) : clean``);
  return {
    facts: clean`${pad(word, 8)} ${took}`.trimEnd(),
    more: joined(nonEmpty([attempts, lately]), ", "),
  };
}

function saying(attempt: Attempt, { messageLines }: Amounts, layout: Layout, links: boolean): readonly TerminalText[] {
  const { paint, columns } = layout;
  const all = messageText(attempt, 64 * 1024)
    .split("\n")
    .map((line) => serviceLine(line, 500))
    .filter((line) => line !== "");
  const shown = all.slice(0, messageLines).flatMap((line) => wrap(clean`    ${line}`, columns, clean`    `));
  const rest = all.length > messageLines ? [paint.dim(clean`    … ${all.length - messageLines} more lines`)] : [];
  return [...shown, ...rest, ...(links ? attempt.links.map((link) => paint.link(clean`    ${linkLine(link)}`)) : [])];
}
