import { type Attempt, isFlaky, type Report, type TestCase } from "@remotest/core";
import { messageText, nameLine, type PlacedCase, runLine, type SortedCases, sortedCases } from "../placed-case.ts";
import { duration } from "../quantities.ts";
import { linkLine } from "../safe-href.ts";
import { serviceLine } from "../service-text.ts";
import { newestFirst } from "../newest-first.ts";
import { quarantineLine } from "../quarantine-words.ts";
import { flakyWords, sinceWords } from "../trend-words.ts";
import type { Trends } from "../trends.ts";
import { displayWidth, fit, pad } from "./display-width.ts";
import { glyphs } from "./glyphs.ts";
import type { Paint } from "./paint.ts";

/** How much of the results is shown: the report files have all of it. */
interface Amounts {
  readonly notPassed: number;
  readonly others: number;
  readonly messageLines: number;
}

const usually: Amounts = { notPassed: 50, others: 20, messageLines: 6 };
const verbosely: Amounts = { notPassed: 1000, others: 1000, messageLines: 100 };
const quietly: Amounts = { notPassed: 50, others: 0, messageLines: 6 };
const widestName = 72;

/** How the results are laid out. */
export interface Layout {
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** What earlier reports tell, where there are any. */
  readonly trends: Trends | undefined;
}

/** The table of the test cases, what did not pass first, with its message and its links. */
export function resultLines(report: Report, layout: Layout): readonly string[] {
  const amounts = layout.quiet ? quietly : layout.verbose ? verbosely : usually;
  const found = sortedCases(report);
  const sorted = { ...found, notPassed: newestFirst(found.notPassed, layout.trends) };
  const others = [...sorted.flaky, ...sorted.passed, ...sorted.skipped];
  const shown = [...sorted.notPassed.slice(0, amounts.notPassed), ...others.slice(0, amounts.others)];
  const names = shown.map((placed) => name(placed, report));
  const room = Math.max(16, Math.min(widestName, (layout.columns ?? 120) - 24));
  const width = names.reduce((widest, name) => Math.max(widest, Math.min(room, displayWidth(name))), 0);
  const rows = shown.map((placed, index) => row(placed, names[index] ?? "", width, amounts, layout));
  const failures = Math.min(sorted.notPassed.length, amounts.notPassed);
  return [
    ...rows.slice(0, failures).flat(),
    ...more(sorted.notPassed.length - failures, "that did not pass", layout),
    ...rows.slice(failures).flat(),
    ...(layout.quiet ? [] : moreOthers(sorted, amounts, layout)),
  ];
}

function moreOthers({ flaky, passed, skipped }: SortedCases, { others }: Amounts, layout: Layout): readonly string[] {
  return more(flaky.length + passed.length + skipped.length - others, "that passed or were skipped", layout);
}

function more(number: number, what: string, { paint }: Layout): readonly string[] {
  return number > 0 ? [paint.dim(`  … ${number} more ${what}`)] : [];
}

/** The test case first: what does not fit is cut at the end. */
function name({ run, suite, testCase }: PlacedCase, report: Report): string {
  const suites = run.end.kind === "results" ? run.end.testRun.suites.length : 0;
  return [
    nameLine(testCase.name, 200),
    suites > 1 ? nameLine(suite, 80) : "",
    report.runs.length > 1 ? serviceLine(run.name || runLine(run), 40) : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function row(placed: PlacedCase, name: string, width: number, amounts: Amounts, layout: Layout): readonly string[] {
  const { testCase } = placed;
  const { paint } = layout;
  const flaky = isFlaky(testCase);
  const bad = testCase.outcome === "failed" || testCase.outcome === "error";
  const tone = !bad ? paint.dim : testCase.quarantine ? paint.caution : paint.bad;
  const word = flaky ? "flaky" : testCase.outcome === "error" ? "broken" : testCase.outcome;
  const facts = `${pad(word, 8)} ${factsOf(testCase, layout).join(", ")}`.trimEnd();
  const sign = testCase.quarantine ? paint.caution("✗") : glyphs(paint)[flaky ? "flaky" : testCase.outcome];
  const shownName = pad(fit(name, width), width);
  return [
    `${sign} ${bad ? paint.bold(shownName) : shownName}  ${tone(facts)}`,
    ...(testCase.quarantine ? [paint.caution(`    ${quarantineLine(testCase.quarantine)}`)] : []),
    ...(testCase.outcome === "passed" ? [] : saying(testCase, amounts, paint, bad)),
  ];
}

function factsOf(testCase: TestCase, { trends }: Layout): readonly string[] {
  const trend = trends?.of(testCase) ?? {};
  return [
    testCase.durationMs === undefined ? "" : duration(testCase.durationMs),
    testCase.earlierAttempts.length > 0 ? `attempt ${testCase.earlierAttempts.length + 1}` : "",
    sinceWords(trend),
    trend.fixed ? "fixed" : "",
    isFlaky(testCase) ? flakyWords(trend) : "",
  ].filter((fact) => fact !== "");
}

function saying(attempt: Attempt, { messageLines }: Amounts, paint: Paint, links: boolean): readonly string[] {
  const all = messageText(attempt, 64 * 1024)
    .split("\n")
    .map((line) => serviceLine(line, 500))
    .filter((line) => line !== "");
  const shown = all.slice(0, messageLines).map((line) => `    ${line}`);
  const rest = all.length > messageLines ? [paint.dim(`    … ${all.length - messageLines} more lines`)] : [];
  return [...shown, ...rest, ...(links ? attempt.links.map((link) => paint.link(`    ${linkLine(link)}`)) : [])];
}
