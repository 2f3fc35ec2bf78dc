import type { Report, RunReport, TextReporter } from "@remotest/core/flow";
import { newestFirst } from "../cases/newest-first.ts";
import { countsOf, type PlacedCase, type SortedCases, sortedCases } from "../cases/placed-case.ts";
import { warningsOf } from "../cases/warnings.ts";
import { amount } from "../words/quantities.ts";
import { clean, joined, nonEmpty } from "../words/service-text.ts";
import { Budget } from "./budget.ts";
import { failureSection, mostGroups } from "./groups.ts";
import { headLines } from "./head.ts";
import {
  fixedItem,
  flaky,
  passedItem,
  quarantined,
  type RowsOf,
  rowsOfReport,
  runRow,
  runsHead,
  withoutResultsItem,
} from "./rows.ts";
import { section } from "./section.ts";
import { type Markdown, markdown, text } from "./text.ts";

/**
 * Under the limit of every place that shows a summary. GitHub's check output has the smallest: 65,535 characters. A step
 * summary takes 1 MiB and is dropped entirely beyond that, a note of GitLab takes 1,000,000 characters, and Azure
 * documents no limit for `task.uploadsummary`.
 */
const defaultMaxBytes = 60 * 1024;
/** A plan can have hundreds of runs: if it has more than this, the tests that did not pass come first. */
const mostRunsOnTop = 8;

/** `summary.md`: the verdict, then the tests that did not pass, for the page of the CI run. */
export const markdownReporter: TextReporter = { file: "summary.md", render: (report) => renderMarkdown(report) };

/**
 * The summary of a report as GitHub-flavoured Markdown, with `<br>` and `<details>`, which GitHub, GitLab and Azure all
 * render. Text from the service stays text, never markup.
 *
 * @param maxBytes the largest size in UTF-8, at least 8 KiB; rows that do not fit are counted as "N omitted"
 */
export function renderMarkdown(report: Report, maxBytes: number = defaultMaxBytes): Markdown {
  const of = rowsOfReport(report);
  const budget = new Budget(maxBytes);
  budget.always(...headLines(report, countsOf(report), of.trends));
  const { runs } = report;
  const fewRuns = runs.length <= mostRunsOnTop;
  if (fewRuns) runsTable(budget, report, of);
  section(budget, {
    marks: clean`###`,
    title: clean`Without results`,
    rows: runs.filter(({ end }) => end.kind === "no-results"),
    row: (run) => withoutResultsItem(run, report, of),
    keep: 0.7,
  });
  resultSections(budget, report, of);
  section(budget, {
    marks: clean`###`,
    title: clean`Warnings`,
    rows: warningsOf(report),
    row: ({ words }) => markdown`- ${text(words, 300)}`,
    keep: 0.02,
  });
  if (!fewRuns) runsTable(budget, report, of);
  for (const run of runs) rest(budget, run, runs.length > 1, of);
  files(budget, report);
  return budget.text();
}

function runsTable(budget: Budget, { runs }: Report, of: RowsOf): void {
  if (runs.length < 2) return;
  const row = (run: RunReport): Markdown => runRow(run, of);
  section(budget, { marks: clean`###`, title: clean`Runs`, head: runsHead, rows: runs, row, keep: 0 });
}

/** The results of each run, under its name if there are several. */
function resultSections(budget: Budget, { runs }: Report, of: RowsOf): void {
  const notable = runs.map((run) => notableCases(run, of)).filter(isNotable);
  const slots = Math.min(notable.length, mostGroups);
  let groupsLeft = mostGroups;
  const left = { tests: 0, runs: 0 };
  for (const [index, cases] of notable.entries()) {
    // The part on one run must leave room for the others.
    const { taken } = budget;
    const end = taken + (1 - taken) / Math.max(1, slots - index);
    const keep =
      runs.length === 1 ? (share: number) => share : (share: number) => 1 - taken - (end - taken) * (1 - share);
    const heading = [markdown``, markdown`### ${text(of.nameOf(cases.run), 160)}`];
    const fits =
      (cases.broke.length === 0 || groupsLeft > 0) && (runs.length === 1 || budget.when(keep(0.3), ...heading));
    if (fits) groupsLeft -= runSections(budget, cases, { most: groupsLeft, keep, deeper: runs.length > 1 }, of);
    else {
      left.tests += cases.broke.length + cases.forgiven.length;
      left.runs++;
    }
  }
  if (left.runs === 0) return;
  const what = clean`of ${left.runs} more ${left.runs === 1 ? clean`run` : clean`runs`}`;
  budget.always(
    markdown``,
    markdown`${amount(left.tests, "test")} that did not pass ${what} omitted; report.html has them all.`,
  );
}

/** The tests of a run that need attention. */
interface NotableCases extends Pick<SortedCases, "flaky"> {
  readonly run: RunReport;
  readonly broke: readonly PlacedCase[];
  readonly forgiven: readonly PlacedCase[];
  readonly fixed: readonly PlacedCase[];
}

function notableCases(run: RunReport, { trends }: RowsOf): NotableCases {
  const { notPassed, passed, flaky } = sortedCases({ runs: [run] });
  return {
    run,
    broke: newestFirst(
      notPassed.filter(({ testCase }) => !testCase.quarantine),
      trends,
    ),
    forgiven: notPassed.filter(({ testCase }) => testCase.quarantine),
    flaky,
    fixed: trends ? passed.filter(({ testCase }) => trends.of(testCase)?.fixed) : [],
  };
}

function isNotable({ broke, forgiven, flaky, fixed }: NotableCases): boolean {
  return broke.length + forgiven.length + flaky.length + fixed.length > 0;
}

interface Room {
  /** How many groups of failures may be shown. */
  readonly most: number;
  /** The share of the whole that must be left, from the share of the run's own part. */
  readonly keep: (share: number) => number;
  readonly deeper: boolean;
}

/** Returns how many groups of failures are shown. */
function runSections(budget: Budget, cases: NotableCases, { most, keep, deeper }: Room, of: RowsOf): number {
  const marks = deeper ? clean`####` : clean`###`;
  const groups = failureSection(budget, { marks, title: clean`Did not pass` }, cases.broke, of, {
    most,
    keep: keep(0.3),
  });
  const quarantine = { marks, title: clean`Quarantined: did not pass`, rows: cases.forgiven, keep: keep(0.2) };
  section(budget, { ...quarantine, ...quarantined(of) });
  const turned = { marks, title: clean`Flaky: passed at a later attempt`, rows: cases.flaky, keep: keep(0.12) };
  section(budget, { ...turned, ...flaky(of) });
  const fixed = { marks, title: clean`Newly fixed`, rows: cases.fixed, keep: keep(0.08) };
  section(budget, { ...fixed, row: (placed) => fixedItem(placed, of) });
  return Math.min(groups, most);
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
function foldedSection(budget: Budget, title: Markdown): boolean {
  return budget.when(0, markdown``, markdown`<details>`, markdown`<summary>${title}</summary>`, markdown``);
}

function rest(budget: Budget, run: RunReport, several: boolean, { nameOf }: RowsOf): void {
  const { passed, skipped } = sortedCases({ runs: [run] });
  const cases = [...passed, ...skipped];
  if (cases.length === 0) return;
  const title = joined(
    nonEmpty([
      passed.length > 0 ? clean`${amount(passed.length, "test")} passed` : "",
      skipped.length > 0 ? clean`${skipped.length} skipped` : "",
    ]),
    ", ",
  );
  if (!foldedSection(budget, several ? markdown`${text(nameOf(run), 160)}: ${title}` : title)) return;
  budget.rows(
    cases.map((placed) => () => passedItem(placed)),
    0,
  );
  budget.always(markdown``, markdown`</details>`);
}
