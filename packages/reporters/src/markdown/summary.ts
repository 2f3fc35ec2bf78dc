import type { Report, Reporter } from "@remotest/core/flow";
import { Budget } from "./budget.ts";
import { headLines } from "./head.ts";
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
} from "./rows.ts";
import { clean, joined, nonEmpty, type OwnText } from "../words/service-text.ts";
import { type Markdown, markdown, text } from "./text.ts";
import { newestFirst } from "../cases/newest-first.ts";
import { countsOf, type PlacedCase, type SortedCases, sortedCases, testRuns } from "../cases/placed-case.ts";
import { amount } from "../words/quantities.ts";
import { type Trends, trends as trendsOf } from "../cases/trends.ts";
import { warningsOf } from "../cases/warnings.ts";

/**
 * Under the limit of every place that shows a summary. GitHub's check output has the smallest: 65,535 characters. A step
 * summary takes 1 MiB and is dropped entirely beyond that, a note of GitLab takes 1,000,000 characters, and Azure
 * documents no limit for `task.uploadsummary`.
 */
const defaultMaxBytes = 60 * 1024;
/** A plan can have hundreds of runs: if it has more than this, the tests that did not pass come first. */
const mostRunsOnTop = 8;

/** `summary.md`: the verdict, then the tests that did not pass, for the page of the CI run. */
export const markdownReporter: Reporter = { file: "summary.md", render: (report) => renderMarkdown(report) };

/**
 * The summary of a report as GitHub-flavoured Markdown, with `<br>` and `<details>`, which GitHub, GitLab and Azure all
 * render. Text from the service stays text, never markup.
 *
 * @param maxBytes the largest size in UTF-8, at least 8 KiB; rows that do not fit are counted as "N omitted"
 */
export function renderMarkdown(report: Report, maxBytes: number = defaultMaxBytes): Markdown {
  const sorted = sortedCases(report);
  const trends = trendsOf(report);
  const rowsOf = rowsOfReport(report, trends);
  const budget = new Budget(maxBytes);
  budget.always(...headLines(report, countsOf(report), trends));
  const fewRuns = report.runs.length <= mostRunsOnTop;
  if (fewRuns) runsTable(budget, report);
  const forgiven = sorted.notPassed.filter(({ testCase }) => testCase.quarantine);
  const broke = sorted.notPassed.filter(({ testCase }) => !testCase.quarantine);
  const withoutResults = report.runs.filter(({ end }) => end.kind === "no-results");
  section(budget, {
    title: clean`Without results`,
    rows: withoutResults,
    row: (run) => withoutResultsItem(run, report),
    keep: 0.7,
  });
  table(budget, { title: clean`Did not pass`, rows: newestFirst(broke, trends), keep: 0.3 }, failures(rowsOf));
  table(budget, { title: clean`Quarantined: did not pass`, rows: forgiven, keep: 0.2 }, quarantined(rowsOf));
  table(budget, { title: clean`Flaky: passed at a later attempt`, rows: sorted.flaky, keep: 0.12 }, flaky(rowsOf));
  if (trends) {
    const fixed = sorted.passed.filter(({ testCase }) => trends.of(testCase)?.fixed);
    section(budget, { title: clean`Newly fixed`, rows: fixed, row: (placed) => fixedItem(placed, rowsOf), keep: 0.08 });
  }
  const warnings = warningsOf(report);
  section(budget, {
    title: clean`Warnings`,
    rows: warnings,
    row: ({ words }) => markdown`- ${text(words, 300)}`,
    keep: 0.02,
  });
  if (!fewRuns) runsTable(budget, report);
  rest(budget, sorted, rowsOf);
  files(budget, report);
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
  if (runs.length < 2) return;
  section(budget, { title: clean`Runs`, head: runsHead, rows: runs, row: runRow, keep: 0 });
}

interface Section<Row> {
  readonly title: OwnText;
  readonly head?: readonly Markdown[];
  readonly rows: readonly Row[];
  readonly row: (row: Row) => Markdown;
  /** The share of the whole that must be left for later sections: many failures must not hide why a run has no results. */
  readonly keep: number;
}

function table(budget: Budget, about: Pick<Section<PlacedCase>, "title" | "rows" | "keep">, table: Table): void {
  section(budget, { ...about, ...table });
}

/** Adds a section with as many rows as fit; other rows are never made. */
function section<Row>(budget: Budget, { title, head = [], rows, row, keep }: Section<Row>): void {
  if (rows.length === 0) return;
  const began = budget.when(keep, markdown``, markdown`### ${title} (${rows.length})`, markdown``, ...head);
  if (!began) return budget.always(markdown``, markdown`${title}: ${rows.length} omitted; report.html has them all.`);
  budget.rows(
    rows.map((each) => () => row(each)),
    keep,
  );
}

/** Adds the paths of the service's own files; a summary cannot link into the report directory. */
function files(budget: Budget, { runs }: Report): void {
  const all = runs.flatMap(({ attachments }) => attachments);
  if (all.length === 0) return;
  if (!foldedSection(budget, clean`What the service returned, in the report directory`)) return;
  budget.rows(
    all.map(
      ({ title, file }) =>
        () =>
          markdown`- ${text(title, 100)}: ${text(file, 200)}`,
    ),
    0,
  );
  budget.always(markdown``, markdown`</details>`);
}

/** Begins a folded section, if it fits. */
function foldedSection(budget: Budget, title: OwnText): boolean {
  return budget.when(0, markdown``, markdown`<details>`, markdown`<summary>${title}</summary>`, markdown``);
}

function rest(budget: Budget, { passed, skipped }: SortedCases, of: RowsOf): void {
  const cases = [...passed, ...skipped];
  if (cases.length === 0) return;
  const title = nonEmpty([
    passed.length > 0 ? clean`${amount(passed.length, "test")} passed` : "",
    skipped.length > 0 ? clean`${skipped.length} skipped` : "",
  ]);
  if (!foldedSection(budget, joined(title, ", "))) return;
  budget.rows(
    cases.map((placed) => () => passedItem(placed, of)),
    0,
  );
  budget.always(markdown``, markdown`</details>`);
}
