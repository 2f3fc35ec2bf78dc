import type { QuarantineEntry, Report } from "@remotest/core/flow";
import { coveredBy } from "@remotest/core/flow";
import { newestFirst } from "../cases/newest-first.ts";
import { countsOf, type PlacedCase, sortedCases } from "../cases/placed-case.ts";
import { reportTimes } from "../cases/report-times.ts";
import { type CleanText, clean, type OwnText } from "../words/service-text.ts";
import { Budget } from "./budget.ts";
import { headLines } from "./head.ts";
import { quarantineEntry } from "./quarantine-entry.ts";
import {
  failures,
  fixedItem,
  flaky,
  quarantined,
  type RowsOf,
  rowsOfReport,
  runRow,
  runsHead,
  withoutResultsItem,
} from "./rows.ts";
import { type Section, section } from "./section.ts";
import { hiddenMarker, joinedMarkdown, link, type Markdown, markdown, text } from "./text.ts";

/** Everything that a comment needs beside the report. */
export interface CommentSettings {
  /** A SHA-256, by which the comment is found again: the same for each report that replaces it, and only for those. */
  readonly key: string;
  /** The title of the results. */
  readonly name: string;
  /** The commit that was tested. */
  readonly commit?: string | undefined;
  /** The largest size in UTF-8, at least 16 KiB; what does not fit is counted as "N omitted". */
  readonly maxBytes: number;
  /** The entries of the quarantine file: no new one is suggested for a test that has one. */
  readonly quarantine: readonly QuarantineEntry[];
}

/**
 * The comment on a pull or merge request: the verdict, new failures apart from known and flaky ones, how long they have
 * been failing, and entries for the quarantine file. GitHub and GitLab show it alike. Text from the service stays text:
 * no markup, no mention, and no link but a safe one of its own. Pure.
 *
 * @example renderComment(report, { key, name: "checkout tests", maxBytes: 65_536, quarantine: [] })
 */
export function renderComment(report: Report, settings: CommentSettings): Markdown {
  const of = { ...rowsOfReport(report), namesRun: report.runs.length > 1 };
  const budget = new Budget(settings.maxBytes);
  budget.always(hiddenMarker(settings.key), ...headLines(report, countsOf(report), of.trends));
  budget.always(markdown``, whatWasTested(report, settings));
  const add = <Row>(title: OwnText, keep: number, rest: Omit<Section<Row>, "marks" | "title" | "keep">): void =>
    section(budget, { marks: clean`###`, title, keep, ...rest });
  const { runs } = report;
  if (runs.length > 1) add(clean`Runs`, 0.7, { head: runsHead, rows: runs, row: (run) => runRow(run, of) });
  add(clean`Without results`, 0.6, {
    rows: runs.filter(({ end }) => end.kind === "no-results"),
    row: (run) => withoutResultsItem(run, report, of),
  });
  const sorted = sortedCases(report);
  const { fresh, turning, known } = failuresByPast(sorted.notPassed, of);
  add(of.trends ? clean`New failures` : clean`Did not pass`, 0.4, { ...failures(of), rows: fresh });
  add(clean`Did not pass, and were flaky before`, 0.35, { ...failures(of), rows: turning });
  add(clean`Failed before`, 0.25, { ...failures(of), rows: known });
  const forgiven = sorted.notPassed.filter(({ testCase }) => testCase.quarantine);
  add(clean`Quarantined: did not pass`, 0.2, { ...quarantined(of), rows: forgiven });
  add(clean`Flaky: passed at a later attempt`, 0.12, { ...flaky(of), rows: sorted.flaky });
  suggestEntries(budget, newlyFlaky(sorted.flaky, of, settings), new Date(reportTimes(report).stop));
  const fixed = sorted.passed.filter(({ testCase }) => of.trends?.of(testCase)?.fixed);
  add(clean`Newly fixed`, 0, { rows: fixed, row: (placed) => fixedItem(placed, of) });
  return budget.text();
}

function whatWasTested({ origin, commit = "" }: Report, settings: CommentSettings): Markdown {
  const tested = settings.commit ?? commit;
  const { build = "", buildUrl } = origin ?? {};
  const name = text(settings.name, 100);
  const parts = [
    // Asterisks around nothing are a line across the page.
    ...(name.trim() === "" ? [] : [markdown`**${name}**`]),
    ...(tested === "" ? [] : [markdown`commit ${text(tested.slice(0, 10), 10)}`]),
    ...(buildUrl === undefined ? [] : [link({ label: `Build ${build}`, href: buildUrl })]),
  ];
  return joinedMarkdown(parts, " · ");
}

interface FailuresByPast {
  /** Passed the last time, or were never seen before. Without earlier reports, all. */
  readonly fresh: readonly PlacedCase[];
  readonly turning: readonly PlacedCase[];
  readonly known: readonly PlacedCase[];
}

function failuresByPast(notPassed: readonly PlacedCase[], { trends }: RowsOf): FailuresByPast {
  const counted = newestFirst(
    notPassed.filter(({ testCase }) => !testCase.quarantine),
    trends,
  );
  const past = ({ testCase }: PlacedCase): keyof FailuresByPast => {
    const { failing, flaky } = trends?.of(testCase) ?? {};
    if (flaky) return "turning";
    return failing && failing.reports > 1 ? "known" : "fresh";
  };
  const of = (kind: keyof FailuresByPast): PlacedCase[] => counted.filter((placed) => past(placed) === kind);
  return { fresh: of("fresh"), turning: of("turning"), known: of("known") };
}

/** Flaky tests that were not flaky in the reports before, and have no entry yet. */
function newlyFlaky(
  cases: readonly PlacedCase[],
  { trends }: RowsOf,
  { quarantine }: CommentSettings,
): readonly PlacedCase[] {
  const isCovered = coveredBy(quarantine);
  return cases.filter(
    ({ suite, testCase }) =>
      !isCovered(suite, testCase.name) && (trends?.of(testCase)?.flaky?.reports ?? 1) <= 1 && testCase.unnamed !== true,
  );
}

/** Adds a block of entries to copy, each whole or not at all. Two tests of the same name need only one. */
function suggestEntries(budget: Budget, cases: readonly PlacedCase[], now: Date): void {
  const entries = new Map<string, Markdown>();
  for (const placed of cases) {
    const entry = quarantineEntry(placed, now);
    if (entry !== undefined) entries.set(entry.replace(/^ {2}reason: .*$/m, ""), entry);
  }
  if (entries.size === 0) return;
  const title = clean`Entries for the quarantine file, for newly flaky tests (${entries.size})`;
  const head = [markdown`<details>`, markdown`<summary>${title}</summary>`, markdown``, fence(clean`yaml`)];
  if (!budget.when(0.06, markdown``, ...head))
    return budget.always(markdown``, markdown`${entries.size} entries for the quarantine file omitted.`);
  const rows = [...entries.values()].map((entry) => () => entry);
  const left = rows.length - budget.fitting(rows, 0.04);
  budget.always(fence(clean``));
  budget.omitted(left);
  budget.always(markdown``, markdown`</details>`);
}

function fence(language: CleanText & OwnText): Markdown {
  return markdown`\`\`\`${language}`;
}
