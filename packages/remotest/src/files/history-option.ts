import { type Wording, worded } from "@remotest/core";
import { type CommonOptions, portablePath, type Report } from "@remotest/core/flow";
import { clean, serviceLine } from "@remotest/reporters";
import type { Platform } from "../platform.ts";
import type { History } from "./history.ts";

/** Earlier reports, with the warnings as the user reads them. */
export type LoadedHistory = Omit<History, "warnings"> & { readonly warnings: readonly string[] };

type HistoryOptions = Pick<CommonOptions, "history" | "historyDir" | "quiet" | "reportDir">;

/** Reports that are part of the present one. */
interface PresentReport {
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
  present: PresentReport = {},
): Promise<LoadedHistory> {
  const { own = (text) => text, names } = platform;
  const named = await namedReports(options, platform, present.files);
  const kept = await keptReports(options, platform, present.runs);
  const warnings = [...named.warnings, ...kept.warnings].map((warning) => own(worded(warning, names)));
  if (kept.files === 0) return { ...named, warnings };
  const { latest } = await import("./history.ts");
  // A report that is in both counts once.
  const times = new Set(kept.reports.map(({ endedAt }) => endedAt.getTime()));
  const others = named.reports.filter(({ endedAt }) => !times.has(endedAt.getTime()));
  return {
    reports: latest([...others, ...kept.reports]),
    warnings,
    files: named.files + kept.files,
  };
}

function note(text: Wording, { stderr, own = (shown) => shown, names }: Platform): void {
  stderr.write(clean`${serviceLine(own(worded(text, names)))}\n`);
}

/** Adds the report to the directory that `--history-dir` names. Returns a warning if that fails. */
export async function keepInHistory(
  { historyDir }: Pick<CommonOptions, "historyDir">,
  report: Report,
): Promise<readonly Wording[]> {
  if (historyDir === undefined) return [];
  const { addToHistoryDir } = await import("./history-dir.ts");
  const warning = await addToHistoryDir(historyDir, report);
  return warning === undefined ? [] : [warning];
}

const nothing: History = { reports: [], warnings: [], files: 0 };

async function keptReports(
  { historyDir, quiet }: HistoryOptions,
  platform: Platform,
  runs: readonly string[] = [],
): Promise<History> {
  if (historyDir === undefined) return nothing;
  const { readHistoryDir } = await import("./history-dir.ts");
  const found = await readHistoryDir(historyDir, runs);
  if (found.files === 0 && found.warnings.length === 0 && !quiet)
    note(({ option }) => `No earlier report yet: ${option("historyDir")} ${historyDir} is empty.`, platform);
  return found;
}

async function namedReports(
  { history, quiet, reportDir }: HistoryOptions,
  platform: Platform,
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
    note(({ option }) => `No earlier report yet: ${option("history")} ${history} matches no file.`, platform);
  return found;
}

/** @param separator of the system that the paths are from */
export function asideOf(given: string, reportDir: string, separator?: string): string | undefined {
  const pattern = portablePath(given, separator);
  const dir = portablePath(reportDir, separator).replace(/\/+$/, "");
  return pattern.startsWith(`${dir}/`) ? `${dir}/previous/${pattern.slice(dir.length + 1)}` : undefined;
}
