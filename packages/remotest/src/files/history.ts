import type { Wording } from "@remotest/core";
import type { PastReport } from "@remotest/core/flow";
import { pastReport } from "@remotest/reporters";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { matchingFiles } from "./matching-files.ts";

/** Trends use the latest reports, at most this many. */
const maxReports = 50;
/** Of more files than this, the last by name are read: numbered and dated folders sort by age. */
const maxFiles = 1_000;
/** In bytes. A report of 50,000 cases has about 15 MB. */
const maxFileBytes = 64 * 1024 * 1024;
/** A glob that matches too much must not fill the report with warnings. */
const maxWarnings = 10;

/** The reports that `--history` names. */
export interface History {
  /** Oldest first. */
  readonly reports: readonly PastReport[];
  /** Each names a file that cannot be used; the command continues. */
  readonly warnings: readonly Wording[];
  /** The number of files that the glob matches. */
  readonly files: number;
}

/**
 * Reads the earlier `ctrf-report.json` files that a glob matches. Call it before the report directory is cleared: the
 * previous run's file there may be one of them.
 *
 * @param without absolute paths to leave out, because they are part of the report itself
 * @example (await readHistory("reports/*\/ctrf-report.json")).reports.at(-1)
 */
export async function readHistory(pattern: string, without: readonly string[] = []): Promise<History> {
  const matching = (await matchingFiles(pattern)).filter((file) => !without.includes(resolve(file)));
  const warnings: Wording[] = [];
  const unusable: string[] = [];
  if (matching.length > maxFiles)
    warnings.push(
      ({ option }) =>
        `${option("history")} matches ${matching.length} files; only the last ${maxFiles} by name are read.`,
    );
  let reports: PastReport[] = [];
  for (const file of matching.slice(-maxFiles)) {
    const read = await readReport(file);
    if (typeof read === "string") unusable.push(`${file} ${read}.`);
    else reports.push(read);
    // Not only at the end: one large report takes tens of megabytes.
    if (reports.length > maxReports) reports = latest(reports);
  }
  warnings.push(...capped(unusable, "history"));
  return { reports: latest(reports), warnings, files: matching.length };
}

/**
 * Returns the warnings about the first ten files, and one about the number of the others.
 * @param input that names the files
 */
export function capped(unusable: readonly string[], input: "history" | "historyDir"): Wording[] {
  const more = unusable.length - maxWarnings;
  const shown = [...unusable.slice(0, maxWarnings), ...(more > 0 ? [`${more} more files cannot be used.`] : [])];
  return shown.map(
    (text): Wording =>
      ({ option }) =>
        `${option(input)}: ${text}`,
  );
}

/** Returns the latest reports, oldest first. */
export function latest(reports: readonly PastReport[]): PastReport[] {
  return reports.toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime()).slice(-maxReports);
}

/** Returns the report, or the end of a sentence that says what is wrong with the file. */
async function readReport(path: string): Promise<PastReport | string> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > maxFileBytes) return `is larger than ${maxFileBytes / 2 ** 20} MiB`;
    return pastReport(await file.readFile("utf8")) ?? "is not a CTRF report";
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
