import { copyFile, lstat, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { readGuarded } from "./guarded-file.ts";

/** Where the files of an earlier command go: one generation of them. */
export const previousDir = "previous";

/** Files of a report that are there beside those of the reporters. */
const besides = ["outputs.env"] as const;

const largestLedger = 16 * 2 ** 20;

/**
 * Moves what an earlier command left in a report directory into `previous/`, so that nothing stale stands where a CI
 * system looks, whatever the command that begins now ends with, and nothing is lost. An older generation gives way, file
 * by file; where nothing was left, it stays.
 *
 * `run.json` stays: it says which runs are at the service. A copy of it goes with the reports.
 *
 * @param files the names of the reports
 * @throws the error of the file system
 */
export async function setAside(dir: string, files: readonly string[]): Promise<void> {
  const known = [...new Set([...files, ...besides])];
  const isOurs = await holdsLedger(dir);
  // A folder called provider/ may be anyone's; only beside a ledger is it ours.
  const left = await present(dir, isOurs ? [...known, "provider"] : known);
  if (left.length === 0) return;
  const target = join(dir, previousDir);
  await mkdir(target, { recursive: true });
  for (const name of [...known, "provider", "run.json"]) await rm(join(target, name), { recursive: true, force: true });
  if (isOurs) await copyFile(join(dir, "run.json"), join(target, "run.json"));
  for (const name of left) await rename(join(dir, name), join(target, name));
}

/** Whether the directory holds a ledger of ours. */
async function holdsLedger(dir: string): Promise<boolean> {
  try {
    const { version, runs } = JSON.parse(await readGuarded(join(dir, "run.json"), largestLedger)) as {
      readonly version: unknown;
      readonly runs: unknown;
    };
    return version === 1 && Array.isArray(runs);
  } catch {
    return false;
  }
}

async function present(dir: string, names: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of names) {
    const at = await lstat(join(dir, name)).catch(() => undefined);
    // A folder under the name of one of our files is not ours.
    if (at && at.isDirectory() === (name === "provider")) found.push(name);
  }
  return found;
}
