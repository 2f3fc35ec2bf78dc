import type { Attempt, Link } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { attachCommandOf } from "../words/attach-command.ts";
import { messageOf, nameLine, type PlacedCase, runLine } from "../cases/placed-case.ts";
import { quarantineReason } from "../words/quarantine-words.ts";
import { flakyWords, rowWords } from "../cases/trend-words.ts";
import type { CaseTrend, Trends } from "../cases/trends.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { pageOf, took } from "./head.ts";
import { code, link, text } from "./text.ts";

/** What every row needs to know of the report. */
export interface RowsOf {
  /** Whether a test's run or suite tells it from others. */
  readonly severalRuns: boolean;
  readonly severalSuites: boolean;
  readonly trends: Trends | undefined;
}

/** A table: its head, and how a row of it comes from a test case. */
export interface Table {
  readonly head: readonly string[];
  readonly row: (placed: PlacedCase) => string;
}

/** What broke, since when, what it said and where to click. */
export function failures(of: RowsOf): Table {
  const { trends } = of;
  const columns = ["Test", "Outcome", ...(trends ? ["Since"] : []), "What", "Link"];
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

/** What broke and is forgiven, why and until when. */
export function quarantined(of: RowsOf): Table {
  return {
    head: head(["Test", "Outcome", "Forgiven because", "Until", "Link"]),
    row: (placed) => {
      const { quarantine, links } = placed.testCase;
      const { reason = "", until = "" } = quarantine ?? {};
      const because = text(quarantineReason(reason), 300);
      return row([where(placed, of), outcome(placed), because, text(until, 40), firstLink(links)]);
    },
  };
}

/** What passed only at a later attempt. */
export function flaky(of: RowsOf): Table {
  const { trends } = of;
  const columns = ["Test", "Attempts", ...(trends ? ["Lately"] : []), "First said", "Link"];
  return {
    head: head(columns),
    row: (placed) => {
      const { testCase } = placed;
      const { earlierAttempts, links } = testCase;
      const first = earlierAttempts.find(({ outcome }) => outcome !== "passed");
      return row([
        where(placed, of),
        `${earlierAttempts.length + 1}`,
        ...(trends ? [flakyWords(trends.of(testCase) ?? {})] : []),
        first ? what(first) : "",
        firstLink(links),
      ]);
    },
  };
}

/** One test that failed the last time it ran, and passes now. */
export function fixedItem(placed: PlacedCase, of: RowsOf): string {
  const row = of.trends?.of(placed.testCase)?.fixed;
  return `- ${item(placed, of)}${row ? `, failing since ${rowWords(row)}` : ""}`;
}

/** One test of those that need no attention. */
export function passedItem(placed: PlacedCase, of: RowsOf): string {
  return `- ${item(placed, of)}${placed.testCase.outcome === "skipped" ? " (skipped)" : ""}`;
}

/** The name of a test on a line of its own, with the run where others may have one of the same name. */
function item({ run, testCase }: PlacedCase, { severalRuns }: RowsOf): string {
  const name = text(nameLine(testCase.name), 160);
  return severalRuns ? `${name} · ${text(runLine(run), 160)}` : name;
}

/** The head of the table of the runs. */
export const runsHead: readonly string[] = head(["Run", "Verdict", "Took", "Link"]);

/** One run of several. */
export function runRow(run: RunReport): string {
  return row([text(runLine(run), 160), verdictTitle(run.verdict), took(run), pageOf(run)]);
}

/** A run that brought no results: what went wrong and what to do. */
export function withoutResultsItem(run: RunReport, report: Pick<Report, "runs">): string {
  if (run.end.kind !== "no-results") return "";
  const { error } = run.end;
  const command = attachCommandOf(run, report);
  return [
    `- **${text(runLine(run), 160)}**: ${verdictTitle(run.verdict)} (${text(error.code, 60)})<br>`,
    `  ${text(run.verdict.reason, 300)}<br>`,
    `  ${text(error.next, 300)}${command ? "<br>" : ""}`,
    ...(command ? [`  ${code(command)}`] : []),
  ].join("\n");
}

function head(columns: readonly string[]): readonly string[] {
  return [row(columns), row(columns.map((title) => (title === "Attempts" ? "--:" : ":--")))];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function where({ run, suite, testCase }: PlacedCase, { severalRuns, severalSuites }: RowsOf): string {
  const place = [severalRuns ? runLine(run) : "", severalSuites ? nameLine(suite) : ""].filter((part) => part !== "");
  const name = `**${text(nameLine(testCase.name), 160)}**`;
  return place.length === 0 ? name : `${name}<br>${text(place.join(": "), 160)}`;
}

function outcome({ testCase }: PlacedCase): string {
  const tries = testCase.earlierAttempts.length > 0 ? ` (attempt ${testCase.earlierAttempts.length + 1})` : "";
  return `${testCase.outcome === "error" ? "broken" : testCase.outcome}${tries}`;
}

function since({ failing }: CaseTrend = {}): string {
  if (!failing) return "";
  return failing.newly ? "**new**" : failing.reports === 1 ? "never seen before" : rowWords(failing);
}

function what(attempt: Attempt): string {
  return text(messageOf(attempt), 300);
}

function firstLink([first]: readonly Link[]): string {
  return first ? link(first) : "";
}
