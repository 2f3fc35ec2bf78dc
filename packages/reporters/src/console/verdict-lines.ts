import { join } from "node:path";
import type { Report, RunReport, Verdict } from "@remotest/core";
import { attachCommandOf } from "../attach-command.ts";
import { countsOf, runLine, testRuns } from "../placed-case.ts";
import { reporters } from "../reporters.ts";
import { serviceLine } from "../service-text.ts";
import { changeWords, day } from "../trend-words.ts";
import { trends as trendsOf } from "../trends.ts";
import { verdictTitle } from "../verdict-title.ts";
import { countsWords } from "./counts-words.ts";
import type { Paint } from "./paint.ts";

/** The counts and the verdict, with each run's own where there are several. */
export function verdictLines(report: Report, paint: Paint): readonly string[] {
  const several = report.runs.length > 1;
  const runs = report.runs.flatMap((run) => [
    ...(several ? [verdictLine(run.verdict, paint, runLine(run))] : []),
    ...errorLines(run, paint),
  ]);
  return [
    ...(testRuns(report).length > 0 ? [countsWords(countsOf(report))] : []),
    ...trendLine(report),
    ...(several ? [...runs, verdictLine(report.verdict, paint)] : [verdictLine(report.verdict, paint), ...runs]),
  ];
}

function trendLine(report: Report): readonly string[] {
  const trends = trendsOf(report);
  const last = report.history.at(-1);
  return trends && last ? [`Since the report of ${day(last.endedAt)}: ${changeWords(trends)}`] : [];
}

function verdictLine(verdict: Verdict, paint: Paint, name = ""): string {
  const title = verdictTitle(verdict);
  const head = verdict.kind === "passed" ? paint.good(`✓ ${title}`) : paint.bad(`✗ ${title}`);
  return `${paint.bold(head)}${name ? ` ${name}` : ""}: ${serviceLine(verdict.reason, 1000)}`;
}

/** What a person needs to go on from an error. */
function errorLines(run: RunReport, paint: Paint): readonly string[] {
  if (run.end.kind !== "no-results") return [];
  const { code, next } = run.end.error;
  const command = attachCommandOf(run);
  return [
    `  Code       ${serviceLine(code, 100)}`,
    `  Next step  ${serviceLine(next, 1000)}`,
    ...(command ? [`  Attach     ${paint.bold(command)}`] : []),
  ];
}

/** Where the report files are. */
export function fileLines({ reportDir }: Report): readonly string[] {
  return ["Reports:", ...reporters("").map(({ file }) => `  ${serviceLine(join(reportDir, file))}`)];
}
