import type { Counts } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { runLine } from "../cases/placed-case.ts";
import { duration } from "../words/quantities.ts";
import { changeWords, day, shareWords } from "../cases/trend-words.ts";
import type { ReportPoint, Trends } from "../cases/trends.ts";
import { planReason } from "../words/plan-reason.ts";
import { verdictTitle } from "../words/verdict-title.ts";
import { clean } from "../words/service-text.ts";
import { joinedMarkdown, link, type Markdown, markdown, text } from "./text.ts";

/** The first lines: the verdict and its reason, the counts, the changes since the last report, and the links. */
export function headLines(report: Report, counts: Counts, trends: Trends | undefined): readonly Markdown[] {
  const { verdict, runs } = report;
  const mark = verdict.kind === "passed" ? clean`✅` : clean`❌`;
  const [only] = runs;
  return [
    markdown`## ${mark} ${text(verdictTitle(verdict), 100)}`,
    markdown``,
    text(planReason(report), 300),
    ...(trends ? [markdown``, ...trendLines(trends)] : []),
    markdown``,
    ...countsTable(counts),
    ...(runs.length === 1 && only ? [markdown``, runItem(only)] : []),
  ];
}

function countsTable({ total, passed, failed, errors, skipped, flaky, quarantined }: Counts): readonly Markdown[] {
  const columns = [
    [clean`Total`, total],
    [clean`Passed`, passed],
    [clean`Failed`, failed],
    [clean`Broken`, errors],
    [clean`Skipped`, skipped],
    [clean`Flaky`, flaky],
    ...(quarantined > 0 ? ([[clean`Quarantined`, quarantined]] as const) : []),
  ] as const;
  return [
    row(columns.map(([title]) => title)),
    row(columns.map(() => clean`--:`)),
    row(columns.map(([, number]) => clean`${number}`)),
  ];
}

/** A row of a table. */
export function row(cells: readonly Markdown[]): Markdown {
  return markdown`| ${joinedMarkdown(cells, " | ")} |`;
}

function trendLines({ points, ...trends }: Trends): readonly Markdown[] {
  const [last, now] = points.slice(-2);
  if (!last || !now) return [];
  return [
    markdown`Since the report of ${day(last.endedAt)}: **${changeWords({ points, ...trends })}** · ${curve(last, now)}`,
  ];
}

function curve(last: ReportPoint, now: ReportPoint): Markdown {
  const [before, after] = [last, now].map(({ passRate }) =>
    passRate === undefined ? clean`none ran` : shareWords(passRate),
  );
  const took = clean`took ${duration(now.durationMs)} (was ${duration(last.durationMs)})`;
  return markdown`pass rate ${after ?? ""} (was ${before ?? ""}) · ${took}`;
}

function runItem(run: RunReport): Markdown {
  const parts = [text(runLine(run), 200), took(run), pageOf(run)].filter((part) => part !== "");
  return joinedMarkdown(parts, " · ");
}

/** The link to the run's page at its service; "" if it has none. */
export function pageOf({ handle }: RunReport): Markdown {
  return handle?.url ? link({ label: "Open at the service", href: handle.url }) : markdown``;
}

/** The duration of a run, in words. */
export function took({ startedAt, endedAt }: RunReport): Markdown {
  return duration(endedAt.getTime() - startedAt.getTime());
}
