import type { PastReport } from "@remotest/core/flow";
import { pastReport } from "@remotest/reporters";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { matchingFiles } from "./matching-files.ts";

/** Of the earlier reports, the latest so many make the trends. */
const mostReports = 50;
/** Files that are looked into for them; of more the last by name, which is how numbered and dated folders grow. */
const mostFiles = 1_000;
/** A report of 50,000 cases has some 15 MB. */
const largestFile = 64 * 1024 * 1024;
/** A pattern that was meant for reports and names everything must not fill the report with its warnings. */
const mostWarnings = 10;

/** What `--history` found. */
export interface History {
  /** Oldest first. */
  readonly reports: readonly PastReport[];
  /** Files that cannot be used: said, and no reason to stop. */
  readonly warnings: readonly string[];
  /** How many files the glob names. */
  readonly files: number;
}

/**
 * Reads the earlier `ctrf-report.json` files that a glob names. To be called before the report directory is emptied:
 * what the last run left there may be one of them.
 *
 * @param without absolute paths that are no history, because what they hold is part of the report itself
 * @example (await readHistory("reports/*\/ctrf-report.json")).reports.at(-1)
 */
export async function readHistory(pattern: string, without: readonly string[] = []): Promise<History> {
  const matching = (await matchingFiles(pattern)).filter((file) => !without.includes(resolve(file)));
  const warnings: string[] = [];
  const unusable: string[] = [];
  if (matching.length > mostFiles)
    warnings.push(`--history names ${matching.length} files; only the last ${mostFiles} by name are read.`);
  let reports: PastReport[] = [];
  for (const file of matching.slice(-mostFiles)) {
    const read = await readReport(file);
    if (typeof read === "string") unusable.push(`--history: ${file} ${read}.`);
    else reports.push(read);
    // Not all at the end: one large report is tens of megabytes.
    if (reports.length > mostReports) reports = latest(reports);
  }
  warnings.push(...unusable.slice(0, mostWarnings));
  if (unusable.length > mostWarnings)
    warnings.push(`--history: ${unusable.length - mostWarnings} more files cannot be used.`);
  return { reports: latest(reports), warnings, files: matching.length };
}

function latest(reports: readonly PastReport[]): PastReport[] {
  return reports.toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime()).slice(-mostReports);
}

/** The report, or what is wrong with the file. */
async function readReport(path: string): Promise<PastReport | string> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > largestFile) return `is larger than ${largestFile / 2 ** 20} MiB`;
    return pastReport(await file.readFile("utf8")) ?? "is no CTRF report";
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
