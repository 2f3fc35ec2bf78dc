import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Problem, UsageError } from "@remotest/core";
import { commonInputs, ReportDir, type ReportDirLock } from "@remotest/core/flow";
import { readCommandLine } from "../command-line/read-command-line.ts";
import type { Command } from "../command-line/command.ts";
import type { Platform } from "../platform.ts";
import { shardDirs } from "../files/shards.ts";
import { reportFiles } from "./report-files.ts";

/**
 * Locks the report directory of a command and moves earlier reports aside, before anything else can go wrong: even after
 * a bad option or an unknown command, a CI system must not find yesterday's pass.
 *
 * @param command undefined if the line does not name a command
 * @param inPlan the directory that a plan file names
 * @returns the lock, to be released when the command ends; undefined if the directory does not exist yet
 * @throws {UsageError} if another process uses the directory, or it cannot be written
 */
export async function takeReportDir(
  command: Command | undefined,
  args: readonly string[],
  { env, version }: Pick<Platform, "env" | "version">,
  inPlan?: string,
): Promise<ReportDirLock | undefined> {
  const table = command?.options ?? commonInputs;
  if (command?.leavesReports === true || !("reportDir" in table)) return undefined;
  const { options, words } = readCommandLine(args, [table]);
  const given = (options.get("report-dir") ?? []).filter((dir) => dir !== "");
  const dirs = given.length > 0 ? given : [env["REMOTEST_REPORT_DIR"] || inPlan || commonInputs.reportDir.default];
  // The directories that merge reads are not its own earlier reports.
  const inputs = command && command.reads.length > 0 ? [] : await shardDirs(words.slice(1));
  let taken: ReportDirLock | undefined;
  // Several are a mistake: earlier reports are moved aside in all of them, and the last stays locked.
  for (const dir of new Set(dirs)) {
    await taken?.[Symbol.asyncDispose]();
    taken =
      dir && (await isDirectory(dir)) && !(await isAmong(dir, inputs)) ? await takeEarlier(dir, version) : undefined;
  }
  return taken;
}

/**
 * Moves earlier reports aside, for a line that does not name a command.
 * @returns the problems that prevented this
 */
export async function moveStaleReports(
  args: readonly string[],
  platform: Pick<Platform, "env" | "version">,
): Promise<readonly Problem[]> {
  try {
    const lock = await takeReportDir(undefined, args, platform);
    await lock?.[Symbol.asyncDispose]();
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.problems;
    throw error;
  }
}

/**
 * Moves earlier reports aside, for a plugin that refuses its inputs before there is a command.
 * @throws {UsageError} if another process uses the directory, or it cannot be written
 */
export async function moveEarlierReportsAside(dir: string, version: string): Promise<void> {
  if (!(await isDirectory(dir))) return;
  const lock = await takeEarlier(dir, version);
  await lock?.[Symbol.asyncDispose]();
}

async function isDirectory(dir: string): Promise<boolean> {
  return (await stat(dir).catch(() => undefined))?.isDirectory() ?? false;
}

async function takeEarlier(dir: string, version: string): Promise<ReportDirLock | undefined> {
  return ReportDir.take(
    resolve(dir),
    reportFiles(version).map(({ file }) => file),
  );
}

async function isAmong(dir: string, others: readonly string[]): Promise<boolean> {
  const real = async (path: string): Promise<string> => realpath(path).catch(() => resolve(path));
  const own = await real(dir);
  return (await Promise.all(others.map(real))).includes(own);
}
