import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Problem, UsageError } from "@remotest/core";
import { commonInputs, ReportDir, type ReportDirLock } from "@remotest/core/flow";
import { readCommandLine } from "../command-line/read-command-line.ts";
import type { Command } from "../command-line/command.ts";
import type { Platform } from "../platform.ts";
import { reportFiles } from "./report-files.ts";

/**
 * Takes the report directory of a command, and moves what an earlier one left there out of sight, before anything else
 * can go wrong: after a bad option or a word that is no command, too, no pass of yesterday stands where a CI system looks.
 *
 * @param command undefined where the line names none
 * @returns the lock, to be given up when the command ends; undefined where there is no such directory yet
 * @throws {UsageError} when another process is at work in it, or it cannot be written
 */
export async function takeReportDir(
  command: Command | undefined,
  args: readonly string[],
  { env, version }: Pick<Platform, "env" | "version">,
): Promise<ReportDirLock | undefined> {
  const table = command?.options ?? commonInputs;
  if (!("reportDir" in table)) return undefined;
  const { options, words } = readCommandLine(args, [table]);
  const given = (options.get("report-dir") ?? []).filter((dir) => dir !== "");
  const dirs = given.length > 0 ? given : [env["REMOTEST_REPORT_DIR"] || commonInputs.reportDir.default];
  // What merge reads is no earlier report of its own.
  const inputs = command && command.reads.length > 0 ? [] : words.slice(1);
  let taken: ReportDirLock | undefined;
  // Of several, which is a mistake, none is trusted, and the last is held.
  for (const dir of new Set(dirs)) {
    await taken?.[Symbol.asyncDispose]();
    taken =
      dir && (await isDirectory(dir)) && !(await isAmong(dir, inputs)) ? await takeEarlier(dir, version) : undefined;
  }
  return taken;
}

/**
 * Moves what an earlier command left out of sight, for a line that names no command.
 * @returns why it still stands there, if it does
 */
export async function staleReports(
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
 * Moves what an earlier command left out of sight, for a plugin that refuses its inputs before there is a command.
 * @throws {UsageError} when another process is at work in the directory, or it cannot be written
 */
export async function putEarlierAside(dir: string, version: string): Promise<void> {
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
