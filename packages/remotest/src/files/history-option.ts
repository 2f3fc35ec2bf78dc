import { type CommonOptions, portablePath, type Report } from "@remotest/core/flow";
import { serviceLine } from "@remotest/reporters";
import type { Platform } from "../platform.ts";
import type { History } from "./history.ts";

type HistoryOptions = Pick<CommonOptions, "history" | "historyDir" | "quiet" | "reportDir">;

/** Reports that are part of the present one. */
interface Present {
  /** Absolute paths of `ctrf-report.json` files. */
  readonly files?: readonly string[];
  /** The references of its runs, as far as they are known. */
  readonly runs?: readonly string[];
}

/**
 * Reads the earlier reports that `--history` and `--history-dir` name. Without any, only a note is printed: the first
 * run has none.
 */
export async function loadHistory(
  options: HistoryOptions,
  platform: Platform,
  present: Present = {},
): Promise<History> {
  const named = await namedReports(options, platform, present.files);
  const kept = await keptReports(options, platform, present.runs);
  if (kept.files === 0) return named;
  const { latest } = await import("./history.ts");
  // A report that is in both counts once.
  const times = new Set(kept.reports.map(({ endedAt }) => endedAt.getTime()));
  const others = named.reports.filter(({ endedAt }) => !times.has(endedAt.getTime()));
  return {
    reports: latest([...others, ...kept.reports]),
    warnings: [...named.warnings, ...kept.warnings],
    files: named.files + kept.files,
  };
}

/** Adds the report to the directory that `--history-dir` names. Returns a warning if that fails. */
export async function keepInHistory(
  { historyDir }: Pick<CommonOptions, "historyDir">,
  report: Report,
): Promise<readonly string[]> {
  if (historyDir === undefined) return [];
  const { addToHistoryDir } = await import("./history-dir.ts");
  const warning = await addToHistoryDir(historyDir, report);
  return warning === undefined ? [] : [warning];
}

const nothing: History = { reports: [], warnings: [], files: 0 };

async function keptReports(
  { historyDir, quiet }: HistoryOptions,
  { stderr, own = (text) => text }: Platform,
  runs: readonly string[] = [],
): Promise<History> {
  if (historyDir === undefined) return nothing;
  const { readHistoryDir } = await import("./history-dir.ts");
  const found = await readHistoryDir(historyDir, runs);
  if (found.files === 0 && found.warnings.length === 0 && !quiet)
    stderr.write(`${serviceLine(own(`No earlier report yet: --history-dir ${historyDir} is empty.`))}\n`);
  return { ...found, warnings: found.warnings.map(own) };
}

async function namedReports(
  { history, quiet, reportDir }: HistoryOptions,
  { stderr, own = (text) => text }: Platform,
  without: readonly string[] = [],
): Promise<History> {
  if (history === undefined) return nothing;
  // Loaded only if it is needed.
  const { readHistory } = await import("./history.ts");
  const found = await readHistory(history, without);
  // The report of the previous run in the same directory has already been moved aside.
  const aside = asideOf(history, reportDir);
  if (found.files === 0 && aside !== undefined) {
    const moved = await readHistory(aside, without);
    if (moved.files > 0) return moved;
  }
  if (found.files === 0 && !quiet)
    stderr.write(`${serviceLine(own(`No earlier report yet: --history ${history} matches no file.`))}\n`);
  return found;
}

/** @param separator of the system that the paths are from */
export function asideOf(given: string, reportDir: string, separator?: string): string | undefined {
  const pattern = portablePath(given, separator);
  const dir = portablePath(reportDir, separator).replace(/\/+$/, "");
  return pattern.startsWith(`${dir}/`) ? `${dir}/previous/${pattern.slice(dir.length + 1)}` : undefined;
}
