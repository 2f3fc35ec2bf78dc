import {
  type Attachment,
  type KnownRun,
  largestResults,
  MalformedDocumentError,
  portableName,
  readGuarded,
  readLedger,
  readReportDocument,
  type ReportDir,
  type RunReport,
  type Shard,
  UnreadableFileError,
} from "@remotest/core/flow";
import { lstat, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import { isGlob, matchingDirectories } from "./matching-files.ts";

/**
 * Returns the report directories that the words of a command line name. A glob that the shell left alone is expanded here;
 * if it matches nothing it stays, so that a shard is missing instead of none.
 *
 * @example await shardDirs(["shards/*"]) // ["shards/1", "shards/2"]
 */
export async function shardDirs(words: readonly string[]): Promise<readonly string[]> {
  const dirs: string[] = [];
  for (const word of words) {
    const isPattern = isGlob(word) && !(await stat(word).catch(() => undefined));
    const matches = isPattern ? await matchingDirectories(word) : [];
    dirs.push(...(matches.length > 0 ? matches : [word]));
  }
  return dirs;
}

/**
 * Reads the report directory of a job. It never throws: if anything is wrong, the shard is missing, with the runs that
 * its ledger contains.
 *
 * @param dir as given on the command line; it is also the name of the shard
 */
export async function readShard(dir: string): Promise<Shard> {
  const missing = async (why: string): Promise<Shard> => ({
    kind: "missing",
    name: dir,
    why,
    runs: await runsOfLedger(dir),
  });
  const found = await stat(dir).catch(() => undefined);
  if (!found) return missing(isGlob(dir) ? "matches no directory" : "does not exist");
  if (!found.isDirectory()) return missing("is not a directory");
  try {
    const report = readReportDocument(await readResults(join(dir, "results.json")));
    const { runs, warnings, commit, origin, plan, lacksShards } = report;
    return { kind: "report", name: dir, runs, warnings, commit, origin, plan, lacksShards };
  } catch (error) {
    if (error instanceof MalformedDocumentError)
      return missing(`has a results.json that cannot be trusted: ${error.message.replace(/\.$/, "")}`);
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return missing("has no results.json: its job was stopped before it wrote its reports");
    return missing(`has a results.json that cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readResults(path: string): Promise<string> {
  try {
    return await readGuarded(path, largestResults);
  } catch (error) {
    throw error instanceof UnreadableFileError ? new MalformedDocumentError(error.message) : error;
  }
}

async function runsOfLedger(dir: string): Promise<readonly KnownRun[]> {
  const entries = await readLedger(dir);
  if (typeof entries === "string") return [];
  return entries.map(({ provider, name, distinction, label, gate, ref, url }) => ({
    provider: /^[a-z][a-z0-9-]*$/.test(provider) ? provider : "remotest",
    name,
    ...(distinction !== null && { distinction }),
    ...(label !== null && { label }),
    ...(gate && { gate }),
    handle: ref !== null && /^[a-z][a-z0-9-]*:.+$/su.test(ref) ? { ref, ...(url === null ? {} : { url }) } : undefined,
  }));
}

/**
 * Copies what the services returned for a shard's runs, under names that distinguish the shards.
 *
 * @param number of the shard, from 1
 * @returns the runs with the copied files as their attachments, without files that do not exist or are outside the
 *   shard's directory
 */
export async function withAttachments(
  shard: Shard & { readonly kind: "report" },
  number: number,
  into: ReportDir,
): Promise<readonly RunReport[]> {
  const runs: RunReport[] = [];
  for (const run of shard.runs) {
    const attachments: Attachment[] = [];
    for (const { file, ...attachment } of run.attachments) {
      const copy = `provider/${portableName(`shard-${number}-${file.replace(/^provider\//, "")}`)}`;
      if (await tryCopy(shard.name, file, into, copy)) attachments.push({ ...attachment, file: copy });
    }
    runs.push({ ...run, attachments });
  }
  return runs;
}

async function tryCopy(dir: string, file: string, into: ReportDir, copy: string): Promise<boolean> {
  try {
    const source = join(dir, file);
    // An unpacked archive may contain links.
    const within = relative(await realpath(dir), await realpath(source));
    if (within.startsWith("..") || isAbsolute(within) || !(await lstat(source)).isFile()) return false;
    await into.copy(source, copy);
    return true;
  } catch {
    return false;
  }
}
