import { join } from "node:path";
import type { Verdict } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { attachCommandOf } from "../words/attach-command.ts";
import { countsOf, testRuns } from "../cases/placed-case.ts";
import { reportFileNames } from "../report-file-names.ts";
import { planReason } from "../words/plan-reason.ts";
import { type CleanText, clean, serviceLine } from "../words/service-text.ts";
import { changeWords, day } from "../cases/trend-words.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { countsWords } from "./counts-words.ts";
import { spaces, wrap } from "./display-width.ts";
import type { Layout } from "./layout.ts";
import { painted, paintedHead, type TerminalText } from "./paint.ts";

/** The changes, and the verdict on all of it. The verdict on each of several runs stands with its results. */
export function verdictLines(report: Report, layout: Layout): readonly TerminalText[] {
  const [only, second] = report.runs;
  const several = second !== undefined;
  return [
    ...(several || (only && saysNoCounts(only)) ? countLines(report, layout) : []),
    ...trendLines(report, layout),
    ...verdictOf(report.verdict, planReason(report), layout),
    ...(only && !several ? errorLines(only, layout) : []),
    ...attachLines(report, layout),
  ];
}

/** The verdict on one run of several, with what a person needs to continue from an error. */
export function runVerdictLines(run: RunReport, layout: Layout, named: boolean): readonly TerminalText[] {
  const name = named ? layout.nameOf(run) : undefined;
  return [...verdictOf(run.verdict, run.verdict.reason, layout, name), ...errorLines(run, layout)];
}

/** True for results whose verdict is about something else than the number of tests. */
function saysNoCounts({ end, verdict }: RunReport): boolean {
  if (end.kind === "no-results") return false;
  const { conclusion, suites } = end.testRun;
  if (suites.every(({ cases }) => cases.length === 0)) return false;
  return conclusion.kind === "cut-short" || "error" in verdict;
}

function countLines(report: Report, { columns }: Layout): readonly TerminalText[] {
  return testRuns(report).length > 0 ? wrap(countsWords(countsOf(report)), columns, clean`  `) : [];
}

function trendLines(report: Report, { trends, columns }: Layout): readonly TerminalText[] {
  const last = report.history.at(-1);
  if (!trends || !last) return [];
  return wrap(clean`Since the report of ${day(last.endedAt)}: ${changeWords(trends)}`, columns, clean`  `);
}

function verdictOf(
  verdict: Verdict,
  reason: string,
  { paint, columns }: Layout,
  name?: CleanText,
): readonly TerminalText[] {
  const passed = verdict.kind === "passed";
  const head = clean`${passed ? clean`✓` : clean`✗`} ${verdictTitle(verdict)}`;
  const [first = clean``, ...more] = wrap(
    clean`${head}${name === undefined ? "" : clean` ${name}`}: ${serviceLine(reason, 1000)}`,
    columns,
    clean`  `,
  );
  // Breaking a line changes its beginning only if the terminal is narrower than the head.
  if (!first.startsWith(head)) return [first, ...more];
  const style = passed ? paint.good : paint.bad;
  return [paintedHead(first, head, (text) => paint.bold(style(text))), ...more];
}

function errorLines(run: RunReport, { columns }: Layout): readonly TerminalText[] {
  if (run.end.kind !== "no-results") return [];
  const { code, next } = run.end.error;
  return [
    clean`  Code       ${serviceLine(code, 100)}`,
    ...wrap(clean`  Next step  ${serviceLine(next, 1000)}`, columns, spaces(13)),
  ];
}

/** One command waits for all runs, so it is said once. */
function attachLines(report: Report, { paint }: Layout): readonly TerminalText[] {
  const commands = new Set(report.runs.flatMap((run) => attachCommandOf(run, report) ?? []));
  return [...commands].map((command) => painted`  Attach     ${paint.bold(command)}`);
}

/** The paths of the report files that were written; none if another command has taken the directory. */
export function fileLines({ reportDir, runs, verdict, unwritten = [] }: Report): readonly TerminalText[] {
  if ("error" in verdict && verdict.error.code === "report-dir-lost") return [];
  const files = reportFileNames.filter((file) => !unwritten.includes(file));
  const path = (file: string): CleanText => clean`  ${serviceLine(join(reportDir, file))}`;
  const returned = runs.some(({ attachments }) => attachments.length > 0);
  return [
    ...(files.length > 0 || returned ? [clean`Reports:`] : []),
    ...files.map(path),
    ...(returned ? [clean`${path("provider")} (what the service returned)`] : []),
  ];
}
