import type { Counts } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { runLine } from "../cases/placed-case.ts";
import { duration } from "../words/quantities.ts";
import { changeWords, day, shareWords } from "../cases/trend-words.ts";
import type { ReportPoint, Trends } from "../cases/trends.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { link, text } from "./text.ts";

/** The verdict and why, the counts, what changed, and where to click: what a reader sees first. */
export function headLines(report: Report, counts: Counts, trends: Trends | undefined): readonly string[] {
  const { verdict, runs } = report;
  const mark = verdict.kind === "passed" ? "✅" : "❌";
  const [only] = runs;
  return [
    `## ${mark} ${verdictTitle(verdict)}`,
    "",
    text(verdict.reason, 300),
    ...(trends ? ["", ...trendLines(trends)] : []),
    "",
    ...countsTable(counts),
    ...(runs.length === 1 && only ? ["", runItem(only)] : []),
  ];
}

function countsTable({ total, passed, failed, errors, skipped, flaky, quarantined }: Counts): readonly string[] {
  const columns = [
    ["Total", total],
    ["Passed", passed],
    ["Failed", failed],
    ["Broken", errors],
    ["Skipped", skipped],
    ["Flaky", flaky],
    ...(quarantined > 0 ? ([["Quarantined", quarantined]] as const) : []),
  ] as const;
  return [
    `| ${columns.map(([title]) => title).join(" | ")} |`,
    `| ${columns.map(() => "--:").join(" | ")} |`,
    `| ${columns.map(([, number]) => number).join(" | ")} |`,
  ];
}

function trendLines({ points, ...trends }: Trends): readonly string[] {
  const [last, now] = points.slice(-2);
  if (!last || !now) return [];
  return [`Since the report of ${day(last.endedAt)}: **${changeWords({ points, ...trends })}** · ${curve(last, now)}`];
}

function curve(last: ReportPoint, now: ReportPoint): string {
  const [before, after] = [last, now].map(({ passRate }) =>
    passRate === undefined ? "none ran" : shareWords(passRate),
  );
  const took = `took ${duration(now.durationMs)} (was ${duration(last.durationMs)})`;
  return `pass rate ${after} (was ${before}) · ${took}`;
}

function runItem(run: RunReport): string {
  return [text(runLine(run), 200), took(run), pageOf(run)].filter((part) => part !== "").join(" · ");
}

/** The link to the run's page at its service, where it has one. */
export function pageOf({ handle }: RunReport): string {
  return handle?.url ? link({ label: "Open at the service", href: handle.url }) : "";
}

/** How long the run took, in words. */
export function took({ startedAt, endedAt }: RunReport): string {
  return duration(endedAt.getTime() - startedAt.getTime());
}
