import { type Attempt, isFlaky, type TestCase, type Wording } from "@remotest/core";
import {
  MalformedDocumentError,
  retryWhileInUse,
  type PastReport,
  readGuarded,
  readReportDocument,
  type Report,
  resultsText,
  type RunReport,
  UnreadableFileError,
  writeOnDisk,
} from "@remotest/core/flow";
import { pastReportOf } from "@remotest/reporters";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { capped, type History } from "./history.ts";

/** The number of reports that a history directory keeps. */
export const keptReports = 30;
/** In bytes. Without messages and links a report of 50,000 cases has about 4 MB. */
const maxFileBytes = 64 * 1024 * 1024;
/** Files that were put there by hand, such as a results.json: at most this many are read. */
const maxForeignFiles = 60;
/** In milliseconds: what a killed process has half written. */
const abandonedAfter = 3_600_000;

/** The time at which the report ended, and which runs it is about: `2026-11-21T22-31-12-345Z-0123456789abcdef.json`. */
const ownName = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-([0-9a-f]{16})\.json$/;

/**
 * Reads the reports that a history directory remembers. A file that cannot be used is a warning; a directory that does
 * not exist has no reports.
 *
 * @param runs references of the runs that the present report is about: an earlier report on the same runs is left out
 */
export async function readHistoryDir(dir: string, runs: readonly string[] = []): Promise<History> {
  const found = await namesIn(dir);
  if (typeof found === "string") return { reports: [], warnings: capped([found], "historyDir"), files: 0 };
  const same = runs.length > 0 ? identityOf(runs) : undefined;
  const own = found.filter((name) => ownName.test(name) && ownName.exec(name)?.[1] !== same).toReversed();
  const foreign = found.filter((name) => !ownName.test(name)).slice(-maxForeignFiles);
  const reports: PastReport[] = [];
  const unusable: string[] = [];
  for (const name of [...own.slice(0, 2 * keptReports), ...foreign]) {
    if (ownName.test(name) && reports.length === keptReports) continue;
    const read = await readReport(join(dir, name));
    if (typeof read === "string") unusable.push(`${join(dir, name)} ${read}. It is left out; remove it.`);
    else reports.push(read);
  }
  const latest = reports.toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime()).slice(-keptReports);
  return { reports: latest, warnings: capped(unusable, "historyDir"), files: own.length + foreign.length };
}

/**
 * Adds a report to a history directory, and removes all but the last 30. Two commands may do this at the same time. A
 * report without any results is not added: nothing follows from it for a test.
 *
 * @returns a warning if it cannot be added; the command continues
 */
export async function addToHistoryDir(dir: string, report: Report): Promise<Wording | undefined> {
  if (report.runs.every(({ end }) => end.kind === "no-results")) return undefined;
  try {
    await mkdir(dir, { recursive: true });
    const partial = join(dir, `.${randomUUID()}.partial`);
    const name = nameOf(report);
    try {
      await writeOnDisk(partial, resultsText(outcomesOnly(report)));
      await retryWhileInUse(() => rename(partial, join(dir, name)));
    } finally {
      await rm(partial, { force: true });
    }
    await removeOld(dir, name);
    return undefined;
  } catch (error) {
    return ({ option }) => `${option("historyDir")}: this report was not added to ${dir}: ${reasonOf(error)}`;
  }
}

/** Returns the names of the files that may be reports, sorted, or the end of a warning. */
async function namesIn(dir: string): Promise<readonly string[] | string> {
  try {
    const names = await readdir(dir);
    return names.filter((name) => name.endsWith(".json") && !name.startsWith(".")).toSorted();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? [] : `${dir} cannot be read: ${reasonOf(error)}`;
  }
}

async function readReport(path: string): Promise<PastReport | string> {
  try {
    return pastReportOf(readReportDocument(await readGuarded(path, maxFileBytes)));
  } catch (error) {
    if (error instanceof MalformedDocumentError) return `is not a results.json: ${error.message.replace(/\.$/, "")}`;
    if (error instanceof UnreadableFileError) return `cannot be read: ${error.message.replace(/\.$/, "")}`;
    return `cannot be read: ${reasonOf(error)}`;
  }
}

function nameOf({ runs }: Report): string {
  const end = new Date(runs.reduce((latest, { endedAt }) => Math.max(latest, endedAt.getTime()), 0));
  const refs = runs.flatMap(({ handle }) => (handle ? [handle.ref] : []));
  const identity = refs.length < runs.length ? randomBytes(8).toString("hex") : identityOf(refs);
  return `${end.toISOString().replaceAll(/[:.]/g, "-")}-${identity}.json`;
}

function identityOf(refs: readonly string[]): string {
  return createHash("sha256").update(refs.toSorted().join("\n")).digest("hex").slice(0, 16);
}

/** Removes what is older than the last 30, and earlier reports on the same runs: `attach` would count them twice. */
async function removeOld(dir: string, added: string): Promise<void> {
  const names = await readdir(dir);
  const own = names.filter((name) => ownName.test(name)).toSorted();
  const identity = ownName.exec(added)?.[1];
  const again = own.filter((name) => name < added && ownName.exec(name)?.[1] === identity);
  const left = own.filter((name) => !again.includes(name));
  for (const name of [...again, ...left.slice(0, -keptReports)]) await remove(join(dir, name));
  for (const name of names.filter((each) => /^\.[0-9a-f-]{36}\.partial$/.test(each))) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > abandonedAfter) await remove(join(dir, name));
  }
}

/** Removes a file; another command may have removed it already, and the next one tries again. */
async function remove(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

/** A report without texts that no trend needs: a cache is kept for long, and is open to many. */
function outcomesOnly(report: Report): Report {
  return { ...report, warnings: [], quarantineWarnings: [], runs: report.runs.map(withoutTexts) };
}

function withoutTexts(run: RunReport): RunReport {
  if (run.end.kind === "no-results") return run;
  const suites = run.end.testRun.suites.map(({ name, cases }) => ({ name, cases: cases.map(outcomeOnly) }));
  const { conclusion } = run.end.testRun;
  return { ...run, attachments: [], end: { kind: "results", testRun: { suites, conclusion, warnings: [] } } };
}

function outcomeOnly(testCase: TestCase): TestCase {
  const { name, outcome, durationMs, quarantine } = testCase;
  const flaky: Attempt = { outcome: "failed", message: "", links: [] };
  return {
    name,
    outcome,
    message: "",
    links: [],
    earlierAttempts: isFlaky(testCase) ? [flaky] : [],
    ...(durationMs !== undefined && { durationMs }),
    ...(quarantine && { quarantine }),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
