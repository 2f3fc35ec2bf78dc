import { copyFile, cp, lstat, mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { readLedger } from "../ledger/read-ledger.ts";

/** Where the files of an earlier command go: one generation of them. */
export const previousDir = "previous";

/** What is moved there next. It is there only while that goes on, or when a process was killed at it. */
const next = `${previousDir}.next`;
/** The generation that gives way. The same holds for it. */
const old = `${previousDir}.old`;
/** Ends the name of a report that is out of sight, and could not be moved there yet. */
const hidden = `.${next}`;

/** Files of a report that are there beside those of the reporters. */
const besides = ["outputs.env"] as const;
const ledger = "run.json";
const provider = "provider";
/** In `previous/`: see `moveUnfinished`. */
const unfinished = "unfinished";

/**
 * Moves what an earlier command left in a report directory into `previous/`, so that nothing stale stands where a CI
 * system looks, whatever the command that begins now ends with, and nothing is lost. An older generation gives way;
 * where nothing was left, it stays. What else stands in `previous/` stays too.
 *
 * Each step is one of the file system, and from wherever a process was killed the next one goes on:
 *
 * | there is | what follows |
 * |---|---|
 * | reports, hidden ones first | they are moved into `previous.next/` |
 * | `previous.next/` and `previous/` | `previous/` becomes `previous.old/` |
 * | `previous.next/` | it becomes `previous/` |
 * | `previous.old/` | what is not ours in it comes back; the rest goes |
 * | reports, and one of these steps fails, as on a full disk | they are hidden: see `hideReports` |
 *
 * `run.json` stays: it says which runs are at the service. A copy of it goes with the reports, and into `previous/` where
 * there are none, because what begins now may write over it.
 *
 * @param files the names of the reports
 * @throws the error of the file system; the reports are hidden then
 */
export async function setAside(dir: string, files: readonly string[]): Promise<void> {
  try {
    await moveAside(dir, withBesides(files));
  } catch (error) {
    await hideReports(dir, files);
    throw error;
  }
}

/**
 * Renames the reports of an earlier command where they are, which takes no space, so that they are not taken for new ones.
 * The next command moves them into `previous/`. One that cannot be renamed keeps no other in sight.
 */
export async function hideReports(dir: string, files: readonly string[]): Promise<void> {
  for (const name of await present(dir, withBesides(files))) await hide(join(dir, name)).catch(() => undefined);
}

async function hide(path: string): Promise<void> {
  try {
    await rename(path, await freePath(`${path}${hidden}`));
  } catch {
    // A pass that is lost is better than one that is believed.
    await rm(path);
  }
}

function withBesides(files: readonly string[]): readonly string[] {
  return [...new Set([...files, ...besides])];
}

async function moveAside(dir: string, known: readonly string[]): Promise<void> {
  await clearOld(dir, known);
  const left = await leftIn(dir, known);
  if (left.some(({ name }) => isReport(name)) || (await isDirectory(join(dir, next)))) {
    await makeWay(join(dir, next));
    await mkdir(join(dir, next), { recursive: true });
    await keepLedger(dir, join(dir, next));
    for (const { file, name } of left) await moveOver(join(dir, file), join(dir, next, name));
    await giveWay(dir);
    await rename(join(dir, next), join(dir, previousDir));
    await clearOld(dir, known);
  } else {
    await moveUnfinished(dir, left);
  }
}

/** A file of ours, as it is called now and as it is to be called. */
interface Left {
  readonly file: string;
  readonly name: string;
}

async function leftIn(dir: string, known: readonly string[]): Promise<readonly Left[]> {
  const wasHidden = await present(
    dir,
    known.map((name) => `${name}${hidden}`),
  );
  // A folder called provider/ may be anyone's; only beside a ledger is it ours.
  const isOurs = Array.isArray(await readLedger(dir));
  const inSight = await present(dir, isOurs ? [...known, provider] : known);
  return [
    ...wasHidden.map((file) => ({ file, name: file.slice(0, -hidden.length) })),
    ...inSight.map((file) => ({ file, name: file })),
  ];
}

function isReport(name: string): boolean {
  return name !== provider && !besides.some((each) => each === name);
}

/** What a process left that was killed before its reports is no generation: it goes beside those of the last whole one. */
async function moveUnfinished(dir: string, left: readonly Left[]): Promise<void> {
  const hasRuns = await hasLedger(dir);
  if (!hasRuns && left.length === 0) return;
  await makeWay(join(dir, previousDir));
  await mkdir(join(dir, previousDir), { recursive: true });
  if (hasRuns) await keepLedger(dir, join(dir, previousDir));
  if (left.length > 0) await mkdir(join(dir, previousDir, unfinished), { recursive: true });
  for (const { file, name } of left) await moveOver(join(dir, file), join(dir, previousDir, unfinished, name));
}

/** The older generation leaves its name. */
async function giveWay(dir: string): Promise<void> {
  const path = join(dir, previousDir);
  await makeWay(path);
  if (!(await isDirectory(path))) return;
  await makeWay(join(dir, old));
  await move(path, join(dir, old));
}

/** A file or a link of somebody's that has the name of one of our folders is kept beside it. */
async function makeWay(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found && !found.isDirectory()) await rename(path, await freePath(path));
}

/** Brings back what somebody else keeps in the generation that gives way, and takes the rest away. */
async function clearOld(dir: string, known: readonly string[]): Promise<void> {
  const from = join(dir, old);
  if (!(await isDirectory(from))) return;
  // Killed before the next generation took its place: once more from there.
  if (!(await isDirectory(join(dir, previousDir)))) return rename(from, join(dir, previousDir));
  // The ledger goes last: by it, provider/ is known as ours.
  const ours = [...(Array.isArray(await readLedger(from)) ? [provider, unfinished] : []), ...known, ledger];
  const names = await readdir(from);
  for (const name of names.filter((each) => !ours.includes(each)))
    await move(join(from, name), await freePath(join(dir, previousDir, name)));
  for (const name of ours) await rm(join(from, name), { recursive: true, force: true });
  await rmdir(from);
}

/** Where nothing is in the way. */
async function freePath(path: string): Promise<string> {
  for (let number = 2, free = path; ; free = `${path}.${number++}`)
    if (!(await lstat(free).catch(() => undefined))) return free;
}

/** Whether there is a ledger that is more than the beginning of one. */
async function hasLedger(dir: string): Promise<boolean> {
  const found = await readLedger(dir);
  return (await isFile(join(dir, ledger))) && !(Array.isArray(found) && found.length === 0);
}

/** A copy, whole or not at all; of a link, what it leads to. */
async function keepLedger(dir: string, target: string): Promise<void> {
  const path = join(dir, ledger);
  if (!(await isFile(path))) return;
  const draft = join(target, `${ledger}.${process.pid}.part`);
  try {
    await copyFile(path, draft);
    await rename(draft, join(target, ledger));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function moveOver(from: string, to: string): Promise<void> {
  // Only a folder does not give way by itself.
  if (await isDirectory(to)) await rm(to, { recursive: true });
  await move(from, to);
}

/** In the layers of a container's file system a folder from a lower one cannot be renamed, and is copied. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    await cp(from, to, { recursive: true, preserveTimestamps: true });
    await rm(from, { recursive: true });
  }
}

async function present(dir: string, names: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of names) {
    const at = await lstat(join(dir, name)).catch(() => undefined);
    // A folder under the name of one of our files is not ours.
    if (at && at.isDirectory() === (name === provider)) found.push(name);
  }
  return found;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
