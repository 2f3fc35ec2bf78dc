import { join } from "node:path";
import type { Verdict } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { attachCommandOf } from "../words/attach-command.ts";
import { countsOf, runLine, testRuns } from "../cases/placed-case.ts";
import { reporters } from "../reporters.ts";
import { type CleanText, clean, serviceLine } from "../words/service-text.ts";
import { changeWords, day } from "../cases/trend-words.ts";
import { trends as trendsOf } from "../cases/trends.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { countsWords } from "./counts-words.ts";
import { spaces, wrap } from "./display-width.ts";
import { type Paint, painted, paintedHead, type TerminalText } from "./paint.ts";

/** The counts and the verdict, with the verdict of each run if there are several. */
export function verdictLines(report: Report, paint: Paint, columns?: number): readonly TerminalText[] {
  const several = report.runs.length > 1;
  const verdict = verdictOf(report.verdict, paint, columns);
  const runs = report.runs.flatMap((run) => [
    ...(several ? verdictOf(run.verdict, paint, columns, runLine(run)) : []),
    ...errorLines(run, report, paint, columns),
  ]);
  return [
    ...(testRuns(report).length > 0 ? wrap(countsWords(countsOf(report)), columns, clean`  `) : []),
    ...trendLines(report, columns),
    ...(several ? [...runs, ...verdict] : [...verdict, ...runs]),
  ];
}

function trendLines(report: Report, columns: number | undefined): readonly TerminalText[] {
  const trends = trendsOf(report);
  const last = report.history.at(-1);
  if (!trends || !last) return [];
  return wrap(clean`Since the report of ${day(last.endedAt)}: ${changeWords(trends)}`, columns, clean`  `);
}

function verdictOf(
  verdict: Verdict,
  paint: Paint,
  columns: number | undefined,
  name?: CleanText,
): readonly TerminalText[] {
  const passed = verdict.kind === "passed";
  const head = clean`${passed ? clean`✓` : clean`✗`} ${verdictTitle(verdict)}`;
  const [first = clean``, ...more] = wrap(
    clean`${head}${name === undefined ? "" : clean` ${name}`}: ${serviceLine(verdict.reason, 1000)}`,
    columns,
    clean`  `,
  );
  // Breaking a line changes its beginning only if the terminal is narrower than the head.
  if (!first.startsWith(head)) return [first, ...more];
  const style = passed ? paint.good : paint.bad;
  return [paintedHead(first, head, (text) => paint.bold(style(text))), ...more];
}

/** The code, the next step and the attach command of an error. */
function errorLines(
  run: RunReport,
  report: Report,
  paint: Paint,
  columns: number | undefined,
): readonly TerminalText[] {
  if (run.end.kind !== "no-results") return [];
  const { code, next } = run.end.error;
  const command = attachCommandOf(run, report);
  return [
    clean`  Code       ${serviceLine(code, 100)}`,
    ...wrap(clean`  Next step  ${serviceLine(next, 1000)}`, columns, spaces(13)),
    ...(command ? [painted`  Attach     ${paint.bold(command)}`] : []),
  ];
}

/** The paths of the report files; none if another command has taken the directory. */
export function fileLines({ reportDir, runs, verdict }: Report): readonly TerminalText[] {
  if ("error" in verdict && verdict.error.code === "report-dir-lost") return [];
  const files = reporters("").map(({ file }) => file);
  const path = (file: string): CleanText => clean`  ${serviceLine(join(reportDir, file))}`;
  const returned = runs.some(({ attachments }) => attachments.length > 0);
  return [
    clean`Reports:`,
    ...files.map(path),
    ...(returned ? [clean`${path("provider")} (what the service returned)`] : []),
  ];
}
