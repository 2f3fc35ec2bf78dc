import { copyFile, cp, lstat, mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { retryWhileInUse } from "../files/retry-while-in-use.ts";
import { readLedger } from "../ledger/read-ledger.ts";

/** The directory for the files of the previous command: one generation. */
export const previousDir = "previous";

/** The generation that is being moved there; it exists only during the move, or after a process was killed in it. */
const next = `${previousDir}.next`;
/** The generation that is being replaced; the same applies to it. */
const old = `${previousDir}.old`;
/** The suffix of a report that was renamed because it could not be moved there yet. */
const hidden = `.${next}`;

/**
 * The folder into which the scripts of the GitLab and the Jenkins plugin move reports before they call the command, in case
 * that it cannot be called. Once it runs, they are the reports of the command before it.
 */
const byScript = ".earlier-reports";

/** Report files that no reporter writes. */
const besides = ["outputs.env"] as const;
const ledger = "run.json";
const provider = "provider";
/** In `previous/`: see `moveUnfinished`. */
const unfinished = "unfinished";

/**
 * Moves the files that an earlier command left in a report directory into `previous/`, so that a CI system finds no
 * stale report, however the command that begins now ends, and nothing is lost. Replaces an older generation; if there
 * is nothing to move, that one stays. Other files in `previous/` stay too.
 *
 * Each step is one step of the file system; if a process is killed, the next one continues from there:
 *
 * | if there is | then |
 * |---|---|
 * | reports, hidden ones and those of a script first | they are moved into `previous.next/` |
 * | `previous.next/` and `previous/` | `previous/` becomes `previous.old/` |
 * | `previous.next/` | it becomes `previous/` |
 * | `previous.old/` | files that are not ours are moved back; the rest is removed |
 * | reports, and one of these steps fails, as on a full disk | they are hidden: see `hideReports` |
 *
 * `run.json` stays: it says which runs are at the service. A copy of it goes with the reports, or into `previous/` if
 * there are none, because the command that begins now may overwrite it.
 *
 * @param files the names of the reports
 * @throws the error of the file system, after the reports have been hidden
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
 * Renames the reports of an earlier command in place, which needs no disk space, so that they do not pass as new ones.
 * The next command moves them into `previous/`. If one cannot be renamed, the others still are.
 */
export async function hideReports(dir: string, files: readonly string[]): Promise<void> {
  for (const name of await present(dir, withBesides(files))) await hide(join(dir, name)).catch(() => undefined);
}

async function hide(path: string): Promise<void> {
  try {
    await rename(path, await freePath(`${path}${hidden}`));
  } catch {
    // A lost pass is better than one that is wrongly believed.
    await retryWhileInUse(() => rm(path));
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
    await retryWhileInUse(() => rename(join(dir, next), join(dir, previousDir)));
    await clearOld(dir, known);
  } else {
    await moveUnfinished(dir, left);
  }
  if (left.some(({ file }) => file.startsWith(byScript))) await rmdir(join(dir, byScript)).catch(() => undefined);
}

/** A file of ours, with its present and its future name. */
interface LeftFile {
  readonly file: string;
  readonly name: string;
}

async function leftIn(dir: string, known: readonly string[]): Promise<readonly LeftFile[]> {
  const wasHidden = await present(
    dir,
    known.map((name) => `${name}${hidden}`),
  );
  const wasMoved = await present(
    dir,
    known.map((name) => `${byScript}/${name}`),
  );
  // A folder called provider/ may be anyone's; it is ours only beside a ledger.
  const isOurs = Array.isArray(await readLedger(dir));
  const inSight = await present(dir, isOurs ? [...known, provider] : known);
  return [
    ...wasHidden.map((file) => ({ file, name: file.slice(0, -hidden.length) })),
    ...wasMoved.map((file) => ({ file, name: file.slice(byScript.length + 1) })),
    ...inSight.map((file) => ({ file, name: file })),
  ];
}

function isReport(name: string): boolean {
  return name !== provider && !besides.some((each) => each === name);
}

/** Moves the files of a process that was killed before its reports beside the last complete generation. */
async function moveUnfinished(dir: string, left: readonly LeftFile[]): Promise<void> {
  const hasRuns = await hasLedger(dir);
  if (!hasRuns && left.length === 0) return;
  await makeWay(join(dir, previousDir));
  await mkdir(join(dir, previousDir), { recursive: true });
  if (hasRuns) await keepLedger(dir, join(dir, previousDir));
  if (left.length > 0) await mkdir(join(dir, previousDir, unfinished), { recursive: true });
  for (const { file, name } of left) await moveOver(join(dir, file), join(dir, previousDir, unfinished, name));
}

/** Renames the older generation. */
async function giveWay(dir: string): Promise<void> {
  const path = join(dir, previousDir);
  await makeWay(path);
  if (!(await isDirectory(path))) return;
  await makeWay(join(dir, old));
  await move(path, join(dir, old));
}

/** Renames a file or a link that is not ours but has the name of one of our folders. */
async function makeWay(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found && !found.isDirectory()) await retryWhileInUse(async () => rename(path, await freePath(path)));
}

/** Moves files that are not ours back from the replaced generation, and removes the rest. */
async function clearOld(dir: string, known: readonly string[]): Promise<void> {
  const from = join(dir, old);
  if (!(await isDirectory(from))) return;
  // An earlier process was killed before the next generation took its place.
  if (!(await isDirectory(join(dir, previousDir)))) return retryWhileInUse(() => rename(from, join(dir, previousDir)));
  // The ledger goes last, because it shows that provider/ is ours.
  const ours = [...(Array.isArray(await readLedger(from)) ? [provider, unfinished] : []), ...known, ledger];
  const names = await readdir(from);
  for (const name of names.filter((each) => !ours.includes(each)))
    await move(join(from, name), await freePath(join(dir, previousDir, name)));
  for (const name of ours) await retryWhileInUse(() => rm(join(from, name), { recursive: true, force: true }));
  await rmdir(from);
}

/** Returns the first free name: the path itself, or the path with a number. */
async function freePath(path: string): Promise<string> {
  for (let number = 2, free = path; ; free = `${path}.${number++}`)
    if (!(await lstat(free).catch(() => undefined))) return free;
}

/** True if there is a ledger with runs, or one that cannot be read. */
async function hasLedger(dir: string): Promise<boolean> {
  const found = await readLedger(dir);
  return (await isFile(join(dir, ledger))) && !(Array.isArray(found) && found.length === 0);
}

/** Copies the ledger, whole or not at all; follows a link. */
async function keepLedger(dir: string, target: string): Promise<void> {
  const path = join(dir, ledger);
  if (!(await isFile(path))) return;
  const draft = join(target, `${ledger}.${process.pid}.part`);
  try {
    await copyFile(path, draft);
    await retryWhileInUse(() => rename(draft, join(target, ledger)));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function moveOver(from: string, to: string): Promise<void> {
  // Only a folder is not replaced by a rename.
  if (await isDirectory(to)) await retryWhileInUse(() => rm(to, { recursive: true }));
  await move(from, to);
}

/** In the layers of a container's file system a folder from a lower one cannot be renamed, and is copied. */
async function move(from: string, to: string): Promise<void> {
  try {
    await retryWhileInUse(() => rename(from, to));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    await cp(from, to, { recursive: true, preserveTimestamps: true });
    await retryWhileInUse(() => rm(from, { recursive: true }));
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
