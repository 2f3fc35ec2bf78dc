import type { Report, Reporter } from "@remotest/core";
import { Budget } from "./markdown/budget.ts";
import { headLines } from "./markdown/head.ts";
import {
  failures,
  fixedItem,
  flaky,
  passedItem,
  quarantined,
  type RowsOf,
  type Table,
  runRow,
  runsHead,
  withoutResultsItem,
} from "./markdown/rows.ts";
import { text } from "./markdown/text.ts";
import { countsOf, type PlacedCase, type SortedCases, sortedCases, testRuns } from "./placed-case.ts";
import { amount } from "./quantities.ts";
import { type Trends, trends as trendsOf } from "./trends.ts";

/**
 * Under the limit of every place that a summary goes to. The smallest is that of GitHub's check output with 65,535
 * characters; a step summary takes 1 MiB and is dropped as a whole beyond that, a note of GitLab takes 1,000,000
 * characters, and Azure names no limit for `task.uploadsummary`.
 */
const defaultMaxBytes = 60 * 1024;
/** A plan can have hundreds of runs: then what broke comes first. */
const mostRunsOnTop = 8;

/** `summary.md`: the verdict, then what did not pass, for the page of the CI run. */
export const markdownReporter: Reporter = { file: "summary.md", render: (report) => renderMarkdown(report) };

/**
 * The summary of a report as GitHub-flavoured Markdown, with `<br>` and `<details>`, which GitHub, GitLab and Azure
 * render alike. What the service says is text in it, never markup.
 *
 * @param maxBytes the size in UTF-8 that it keeps to, 8 KiB at least; what does not fit is counted as "N omitted"
 */
export function renderMarkdown(report: Report, maxBytes: number = defaultMaxBytes): string {
  const sorted = sortedCases(report);
  const trends = trendsOf(report);
  const rowsOf = rowsOfReport(report, trends);
  const budget = new Budget(maxBytes);
  budget.always(...headLines(report, countsOf(report), trends));
  const fewRuns = report.runs.length <= mostRunsOnTop;
  if (fewRuns) runsTable(budget, report);
  const forgiven = sorted.notPassed.filter(({ testCase }) => testCase.quarantine);
  const broke = sorted.notPassed.filter(({ testCase }) => !testCase.quarantine);
  table(budget, "Did not pass", failures(rowsOf), newestFirst(broke, trends));
  const withoutResults = report.runs.filter(({ end }) => end.kind === "no-results");
  section(budget, "Without results", [], withoutResults, withoutResultsItem);
  table(budget, "Quarantined: did not pass", quarantined(rowsOf), forgiven);
  table(budget, "Flaky: passed at a later attempt", flaky(rowsOf), sorted.flaky);
  if (trends) {
    const fixed = sorted.passed.filter(({ testCase }) => trends.of(testCase)?.fixed);
    section(budget, "Newly fixed", [], fixed, (placed) => fixedItem(placed, trends));
  }
  const warnings = [...report.warnings, ...testRuns(report).flatMap((testRun) => testRun.warnings)];
  section(budget, "Warnings", [], warnings, (warning) => `- ${text(warning, 300)}`);
  if (!fewRuns) runsTable(budget, report);
  rest(budget, sorted);
  return budget.text();
}

function rowsOfReport(report: Report, trends: Trends | undefined): RowsOf {
  const suites = testRuns(report).flatMap(({ suites }) => suites.filter(({ cases }) => cases.length > 0));
  return {
    severalRuns: report.runs.length > 1,
    severalSuites: new Set(suites.map(({ name }) => name)).size > 1,
    trends,
  };
}

function runsTable(budget: Budget, { runs }: Report): void {
  if (runs.length > 1) section(budget, "Runs", runsHead, runs, runRow);
}

/** What has just broken comes before what was broken yesterday. */
function newestFirst(cases: readonly PlacedCase[], trends: Trends | undefined): readonly PlacedCase[] {
  if (!trends) return cases;
  const since = ({ testCase }: PlacedCase): number => trends.of(testCase)?.failing?.since.getTime() ?? 0;
  return cases.toSorted((a, b) => since(b) - since(a));
}

function table(budget: Budget, title: string, { head, row }: Table, cases: readonly PlacedCase[]): void {
  section(budget, title, head, cases, row);
}

/** A section with as many rows as fit, made only then. */
function section<Item>(
  budget: Budget,
  title: string,
  head: readonly string[],
  items: readonly Item[],
  row: (item: Item) => string,
): void {
  if (items.length === 0) return;
  if (budget.when("", `### ${title} (${items.length})`, "", ...head)) budget.rows(items.map((item) => () => row(item)));
  else budget.always("", `${title}: ${items.length} omitted; report.html has them all.`);
}

function rest(budget: Budget, { passed, skipped }: SortedCases): void {
  const cases = [...passed, ...skipped];
  if (cases.length === 0) return;
  const title = [
    passed.length > 0 ? `${amount(passed.length, "test")} passed` : "",
    skipped.length > 0 ? `${skipped.length} skipped` : "",
  ];
  const summary = `<summary>${title.filter((part) => part !== "").join(", ")}</summary>`;
  if (!budget.when("", "<details>", summary, "")) return;
  budget.rows(cases.map((placed) => () => passedItem(placed)));
  budget.always("", "</details>");
}
