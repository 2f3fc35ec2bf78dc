import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { readConfig, ReportDir, type ReportDirLock } from "@remotest/core";
import { readCommandLine } from "./command-line.ts";
import type { Command } from "./commands/command.ts";
import type { Platform } from "./platform.ts";
import { reportFiles } from "./report-files.ts";
import { readSecretFile } from "./secret-file.ts";

/**
 * Takes the report directory of a command, and moves what an earlier one left there out of sight, before anything else
 * can go wrong: after a bad option, too, no pass of yesterday stands where a CI system looks.
 *
 * @returns the lock, to be given up when the command ends; undefined where there is no such directory yet
 * @throws {UsageError} when another process is at work in it, or it cannot be written
 */
export async function takeReportDir(
  command: Command,
  args: readonly string[],
  { env, version }: Pick<Platform, "env" | "version">,
): Promise<ReportDirLock | undefined> {
  const { reportDir } = command.options;
  if (!reportDir) return undefined;
  const { options, words } = readCommandLine(args, [command.options]);
  if (options.has("help")) return undefined;
  const config = readConfig([{ scope: "remotest", table: { reportDir } }], { options, env, readSecretFile });
  const dir = config.of("remotest")["reportDir"];
  if (config.problems.length > 0 || typeof dir !== "string") return undefined;
  // What merge reads is no earlier report of its own.
  if (command.reads.length === 0 && (await isAmong(dir, words.slice(1)))) return undefined;
  const found = await stat(dir).catch(() => undefined);
  if (!found?.isDirectory()) return undefined;
  return takeEarlier(dir, version);
}

/**
 * Moves what an earlier command left out of sight, for a plugin that refuses its inputs before there is a command.
 * @throws {UsageError} when another process is at work in the directory, or it cannot be written
 */
export async function putEarlierAside(dir: string, version: string): Promise<void> {
  const found = await stat(dir).catch(() => undefined);
  if (!found?.isDirectory()) return;
  const lock = await takeEarlier(dir, version);
  await lock?.[Symbol.asyncDispose]();
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
