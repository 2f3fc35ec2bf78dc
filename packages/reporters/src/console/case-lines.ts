import { isFlaky, type TestCase } from "@remotest/core";
import { nameLine, type PlacedCase } from "../cases/placed-case.ts";
import { flakyWords, sinceWords } from "../cases/trend-words.ts";
import { outcomeWords } from "../words/outcome-words.ts";
import { duration } from "../words/quantities.ts";
import { quarantineLine } from "../words/quarantine-words.ts";
import { linkLine } from "../words/safe-href.ts";
import { type CleanText, clean, joined, nonEmpty, type OwnText } from "../words/service-text.ts";
import { displayWidth, fit, pad, wrap } from "./display-width.ts";
import { glyphs } from "./glyphs.ts";
import type { Layout } from "./layout.ts";
import { messageLines } from "./message-lines.ts";
import { painted, type Style, type TerminalText } from "./paint.ts";

const widestName = 72;

/** The column that the names of some test cases have in common. */
export function nameWidth(cases: readonly PlacedCase[], { columns }: Layout): number {
  const room = Math.max(16, Math.min(widestName, (columns ?? 120) - 24));
  return cases.reduce((widest, placed) => Math.max(widest, Math.min(room, displayWidth(caseName(placed)))), 0);
}

/** The test case comes first, because a name that does not fit is cut at the end. */
export function caseName({ run, suite, testCase }: PlacedCase): CleanText {
  const suites = run.end.kind === "results" ? run.end.testRun.suites.length : 0;
  return joined(nonEmpty([nameLine(testCase.name, 200), suites > 1 ? nameLine(suite, 80) : ""]), " · ");
}

/** A test case with its outcome, and if it did not pass with what it says and where to click. */
export function caseLines(placed: PlacedCase, width: number, layout: Layout): readonly TerminalText[] {
  const { testCase } = placed;
  const { paint, amounts } = layout;
  const bad = testCase.outcome === "failed" || testCase.outcome === "error";
  const tone = bad ? toneOf(testCase, layout) : paint.dim;
  const first = {
    name: caseName(placed),
    width,
    bad,
    tone,
    sign: signOf(testCase, layout),
    ...factsOf(testCase, layout),
  };
  return [
    ...firstLines(first, layout),
    ...quarantineLines(testCase, layout),
    ...messageLines(testCase, 0, amounts.messageLines, layout),
    ...(bad ? linkLines(testCase, layout) : []),
  ];
}

/** Why and until when a failure is forgiven. */
export function quarantineLines({ quarantine }: TestCase, { paint, columns }: Layout): readonly TerminalText[] {
  if (!quarantine) return [];
  return wrap(clean`    ${quarantineLine(quarantine)}`, columns, clean`    `).map(paint.caution);
}

/** Where to click. */
export function linkLines({ links }: TestCase, { paint }: Layout): readonly TerminalText[] {
  return links.map((link) => paint.link(clean`    ${linkLine(link)}`));
}

/** The colour of a test that did not pass. */
export function toneOf({ quarantine }: TestCase, { paint }: Layout): Style {
  return quarantine ? paint.caution : paint.bad;
}

/** One sign for how a test case ended. */
export function signOf(testCase: TestCase, { paint }: Layout): TerminalText {
  if (testCase.quarantine) return paint.caution(testCase.outcome === "error" ? clean`!` : clean`✗`);
  return glyphs(paint)[isFlaky(testCase) ? "flaky" : testCase.outcome];
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
  { paint, columns }: Layout,
): readonly TerminalText[] {
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

/** The outcome in a word and the duration, then the attempts and the trend. */
function factsOf(testCase: TestCase, layout: Layout): Pick<FirstLines, "facts" | "more"> {
  const word = outcomeWords[isFlaky(testCase) ? "flaky" : testCase.outcome];
  const took = testCase.durationMs === undefined ? clean`` : duration(testCase.durationMs);
  return { facts: clean`${pad(word, 8)} ${took}`.trimEnd(), more: pastWords(testCase, layout) };
}

/** Its attempts and what earlier reports tell. */
export function pastWords(testCase: TestCase, { trends }: Layout): OwnText {
  const attempts = testCase.earlierAttempts.length > 0 ? clean`attempt ${testCase.earlierAttempts.length + 1}` : "";
  const trend = trends?.of(testCase) ?? {};
  const lately = sinceWords(trend) || (trend.fixed ? clean`fixed` : isFlaky(testCase) ? flakyWords(trend) : clean``);
  return joined(nonEmpty([attempts, lately]), ", ");
}
