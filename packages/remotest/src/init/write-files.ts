import { randomUUID } from "node:crypto";
import { constants, copyFile, link, lstat, mkdir, realpath, rename, rm, rmdir, unlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { type Problem, quotedPath } from "@remotest/core";
import { retryWhileInUse, writeOnDisk } from "@remotest/core/flow";

/** A file to write; its path is relative to the repository. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Finds the reasons why files cannot be written, even over others: a link, or something that is not a file. */
export async function writeProblems(root: string, files: readonly NewFile[]): Promise<readonly Problem[]> {
  const problems = await Promise.all(files.map(({ path }) => problemOf(root, path)));
  return problems.filter((problem) => problem !== undefined);
}

/** Returns the paths of the files that would be replaced. */
export async function existing(root: string, files: readonly NewFile[]): Promise<readonly string[]> {
  const there = await Promise.all(files.map(({ path }) => exists(join(root, path))));
  return files.flatMap(({ path }, index) => (there[index] ? [path] : []));
}

async function problemOf(root: string, path: string): Promise<Problem | undefined> {
  const found = await lstat(join(root, path)).catch(() => undefined);
  if (found?.isSymbolicLink())
    return {
      message: `${path} is a link, and is not replaced.`,
      suggestion: "Remove the link, or write the file yourself.",
    };
  if (found && !found.isFile()) return { message: `${path} is not a file.`, suggestion: "Remove it, or rename it." };
  const outside = await leadsOutside(root, path);
  return outside === undefined
    ? undefined
    : { message: `${outside} leads out of the repository.`, suggestion: "Replace the link by a folder." };
}

/** Returns the folder of a path that is a link to somewhere else. */
async function leadsOutside(root: string, path: string): Promise<string | undefined> {
  const real = await realpath(root);
  for (let dir = dirname(path); dir !== "."; dir = dirname(dir)) {
    const target = await realpath(join(root, dir)).catch(() => undefined);
    if (target === undefined) {
      // A dangling link has no target, but is there.
      if (await lstat(join(root, dir)).catch(() => undefined)) return dir;
    } else if (target !== join(real, dir) && !isInside(target, real)) return dir;
  }
  return undefined;
}

/** True for a folder of the repository; those of git itself are not part of it. */
function isInside(target: string, real: string): boolean {
  return `${target}${sep}`.startsWith(`${real}${sep}`) && relative(real, target).split(sep)[0] !== ".git";
}

/**
 * Writes all files or none: each is written under another name first, and takes its own name only when all are there. If
 * one cannot take it, those that have are taken back, and what was replaced is there again.
 *
 * @throws the error of the file system; nothing has changed
 */
export async function writeAll(root: string, files: readonly NewFile[], overwrite: boolean): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  const done: (() => Promise<unknown>)[] = [];
  try {
    const drafts: { readonly draft: string; readonly target: string }[] = [];
    for (const { path, text } of files) {
      const target = join(root, path);
      const made = await mkdir(dirname(target), { recursive: true });
      if (made !== undefined) undo.push(() => removeEmpty(dirname(target), made));
      const draft = `${target}.${randomUUID().slice(0, 8)}.tmp`;
      undo.push(() => rm(draft, { force: true }));
      await writeOnDisk(draft, text);
      drafts.push({ draft, target });
    }
    for (const { draft, target } of drafts) {
      const kept = `${draft}.kept`;
      if (overwrite && (await exists(target))) {
        await sameFile(target, kept);
        done.push(() => rm(kept, { force: true }));
        undo.push(() => rename(kept, target));
        await retryWhileInUse(() => rename(draft, target));
      } else {
        // Not renamed: that would replace a file that has appeared meanwhile.
        await retryWhileInUse(() => sameFile(draft, target));
        undo.push(() => unlink(target));
      }
      done.push(() => rm(draft, { force: true }));
    }
  } catch (error) {
    for (const each of undo.toReversed()) await each().catch(() => undefined);
    throw error;
  }
  for (const each of done) await each().catch(() => undefined);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** Gives a file a second name, which must be new. Not every file system can; there, it is copied. */
async function sameFile(path: string, name: string): Promise<void> {
  try {
    await link(path, name);
  } catch (error) {
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
    await copyFile(path, name, constants.COPYFILE_EXCL);
  }
}

/** Removes the folders that were made, from the innermost to the outermost, as long as they are empty. */
async function removeEmpty(innermost: string, outermost: string): Promise<void> {
  for (let dir = innermost; !relative(outermost, dir).startsWith(".."); dir = dirname(dir)) await rmdir(dir);
}

/** Says why nothing could be written, and in which folder. */
export function unwritable(root: string, error: unknown): Problem {
  const { code = String(error), path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const folder = path === undefined ? root : dirname(path);
  return { message: `${quotedPath(folder)} cannot be written: ${code}.`, suggestion: "Check its owner and its mode." };
}
