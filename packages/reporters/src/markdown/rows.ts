import type { Attempt, Link } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { attachCommandOf } from "../words/attach-command.ts";
import { messageOf, nameLine, type PlacedCase, runLine, testRuns } from "../cases/placed-case.ts";
import { runNames } from "../cases/run-names.ts";
import { quarantineReason } from "../words/quarantine-words.ts";
import { flakyWords, rowWords } from "../cases/trend-words.ts";
import { type CaseTrend, type Trends, trends } from "../cases/trends.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { clean, type OwnText } from "../words/service-text.ts";
import { outcomeWords } from "../words/outcome-words.ts";
import { pageOf, row, took } from "./head.ts";
import { code, joinedMarkdown, link, type Markdown, markdown, text } from "./text.ts";

/** The facts about the report that every row needs. */
export interface RowsOf {
  readonly severalSuites: boolean;
  /** True if each row must say which run it is of; otherwise a heading does, or there is only one. */
  readonly namesRun?: boolean;
  readonly trends: Trends | undefined;
  readonly nameOf: ReturnType<typeof runNames>;
}

/** Collects what the rows of a report need. */
export function rowsOfReport(report: Report): RowsOf {
  const suites = testRuns(report).flatMap(({ suites }) => suites.filter(({ cases }) => cases.length > 0));
  return {
    severalSuites: new Set(suites.map(({ name }) => name)).size > 1,
    trends: trends(report),
    nameOf: runNames(report),
  };
}

/** A table: its head, and a function that makes a row from a test case. */
export interface Table {
  readonly head: readonly Markdown[];
  readonly row: (placed: PlacedCase) => Markdown;
}

/** The table of the tests that did not pass: how long they have been failing, their messages and links. */
export function failures(of: RowsOf): Table {
  const { trends } = of;
  const columns = [clean`Test`, clean`Outcome`, ...(trends ? [clean`Since`] : []), clean`What`, clean`Link`];
  return {
    head: head(columns),
    row: (placed) => {
      const { testCase } = placed;
      return row([
        where(placed, of),
        outcome(placed),
        ...(trends ? [since(trends.of(testCase))] : []),
        what(testCase),
        firstLink(testCase.links),
      ]);
    },
  };
}

/** Tests of one group, whose message stands above them. */
export function members(of: RowsOf): Table {
  const { trends } = of;
  return {
    head: head([clean`Test`, clean`Outcome`, ...(trends ? [clean`Since`] : []), clean`Link`]),
    row: (placed) => {
      const { testCase } = placed;
      const lately = trends ? [since(trends.of(testCase))] : [];
      return row([where(placed, of), outcome(placed), ...lately, firstLink(testCase.links)]);
    },
  };
}

/** The table of the forgiven tests, with the reason and the last day. */
export function quarantined(of: RowsOf): Table {
  return {
    head: head([clean`Test`, clean`Outcome`, clean`Forgiven because`, clean`Until`, clean`Link`]),
    row: (placed) => {
      const { quarantine, links } = placed.testCase;
      const { reason = "", until = "" } = quarantine ?? {};
      const because = text(quarantineReason(reason), 300);
      return row([where(placed, of), outcome(placed), because, text(until, 40), firstLink(links)]);
    },
  };
}

/** The table of the tests that passed only at a later attempt. */
export function flaky(of: RowsOf): Table {
  const { trends } = of;
  const columns = [clean`Test`, clean`Attempts`, ...(trends ? [clean`Lately`] : []), clean`First said`, clean`Link`];
  return {
    head: head(columns),
    row: (placed) => {
      const { testCase } = placed;
      const { earlierAttempts, links } = testCase;
      const first = earlierAttempts.find(({ outcome }) => outcome !== "passed");
      return row([
        where(placed, of),
        markdown`${earlierAttempts.length + 1}`,
        ...(trends ? [flakyWords(trends.of(testCase) ?? {})] : []),
        first ? what(first) : markdown``,
        firstLink(links),
      ]);
    },
  };
}

/** A list item: a test that failed the last time it ran, and passes now. */
export function fixedItem(placed: PlacedCase, of: RowsOf): Markdown {
  const row = of.trends?.of(placed.testCase)?.fixed;
  return markdown`- ${item(placed)}${row ? markdown`, failing since ${rowWords(row)}` : ""}`;
}

/** A list item: a test that passed or was skipped. */
export function passedItem(placed: PlacedCase): Markdown {
  return markdown`- ${item(placed)}${placed.testCase.outcome === "skipped" ? clean` (skipped)` : ""}`;
}

/** The name of a test on a line of its own. */
function item({ testCase }: PlacedCase): Markdown {
  return text(nameLine(testCase.name), 160);
}

/** The head of the table of the runs. */
export const runsHead: readonly Markdown[] = head([clean`Run`, clean`Verdict`, clean`Took`, clean`Link`]);

/** One run of several: its name, and the only place where its reference stands. */
export function runRow(run: RunReport, { nameOf }: RowsOf): Markdown {
  const { end, handle, verdict } = run;
  const name = markdown`**${text(nameOf(run), 160)}**${handle ? markdown`<br>${text(handle.ref, 160)}` : ""}`;
  // Why there are no results stands below.
  const reason = end.kind === "results" ? markdown`: ${text(verdict.reason, 300)}` : "";
  return row([name, markdown`${text(verdictTitle(verdict), 100)}${reason}`, took(run), pageOf(run)]);
}

/** A run without results: the error and the next step. */
export function withoutResultsItem(run: RunReport, report: Report, { nameOf }: RowsOf): Markdown {
  if (run.end.kind !== "no-results") return markdown``;
  const { error } = run.end;
  const command = attachCommandOf(run, report);
  const lines = [
    markdown`- **${text(report.runs.length > 1 ? nameOf(run) : runLine(run), 160)}**: ${text(verdictTitle(run.verdict), 100)} (${text(error.code, 60)})<br>`,
    markdown`  ${text(run.verdict.reason, 300)}<br>`,
    markdown`  ${text(error.next, 300)}${command ? markdown`<br>` : ""}`,
    ...(command ? [markdown`  ${code(command)}`] : []),
  ];
  return joinedMarkdown(lines, "\n");
}

function head(columns: readonly OwnText[]): readonly Markdown[] {
  return [row(columns), row(columns.map((title) => (title === "Attempts" ? clean`--:` : clean`:--`)))];
}

function where({ run, suite, testCase }: PlacedCase, { severalSuites, namesRun, nameOf }: RowsOf): Markdown {
  const name = markdown`**${text(nameLine(testCase.name), 160)}**`;
  const ofSuite = severalSuites ? markdown`<br>${text(nameLine(suite), 160)}` : "";
  return markdown`${name}${ofSuite}${namesRun ? markdown`<br>${text(nameOf(run), 160)}` : ""}`;
}

function outcome({ testCase }: PlacedCase): Markdown {
  const tries = testCase.earlierAttempts.length > 0 ? clean` (attempt ${testCase.earlierAttempts.length + 1})` : "";
  return markdown`${outcomeWords[testCase.outcome]}${tries}`;
}

function since({ failing }: CaseTrend = {}): Markdown {
  if (!failing) return markdown``;
  return failing.newly ? markdown`**new**` : failing.reports === 1 ? clean`never seen before` : rowWords(failing);
}

function what(attempt: Attempt): Markdown {
  return text(messageOf(attempt), 300);
}

function firstLink([first]: readonly Link[]): Markdown {
  return first ? link(first) : markdown``;
}
