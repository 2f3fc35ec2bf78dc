import { glob } from "@remotest/core/flow";
import type { Dirent, Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { isAbsolute, join, parse, sep } from "node:path";

/** The most directories that one `**` searches, so that a mistaken glob does not read a whole disk. */
const maxDirectories = 10_000;

/** Made when names are first sorted: that takes 3 ms, and most commands match no files. */
let byName: Intl.Collator | undefined;

/**
 * Returns the files that a glob matches, sorted by name, with 9 before 10 because builds are numbered. Between the
 * separators `*` is any text and `?` one character; `**` alone is any number of directories. As in a shell, names that
 * start with a dot do not match, and `**` does not follow links to directories.
 *
 * @example await matchingFiles("reports/*\/ctrf-report.json") // ["reports/1/ctrf-report.json", …]
 */
export async function matchingFiles(pattern: string): Promise<readonly string[]> {
  return matching(pattern, (found) => found.isFile());
}

/**
 * Returns the directories that a glob matches, as `matchingFiles` does.
 * @example await matchingDirectories("shards/*") // ["shards/1", "shards/2", …]
 */
export async function matchingDirectories(pattern: string): Promise<readonly string[]> {
  return matching(pattern, (found) => found.isDirectory());
}

/** @example isGlob("shards/*") // true */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

async function matching(pattern: string, isWanted: (found: Stats) => boolean): Promise<readonly string[]> {
  const root = isAbsolute(pattern) ? parse(pattern).root : "";
  const parts = pattern.slice(root.length).split(sep === "\\" ? /[\\/]/ : "/");
  let found = [root];
  for (const part of parts.filter((each) => each !== "" && each !== ".")) found = await below(found, part);
  const files: string[] = [];
  for (const path of new Set(found)) if (path !== root && (await is(path, isWanted))) files.push(path);
  byName ??= new Intl.Collator("en", { numeric: true });
  return files.toSorted(byName.compare);
}

async function below(directories: readonly string[], part: string): Promise<string[]> {
  if (part === "**") return [...directories, ...(await deeper(directories))];
  if (!isGlob(part)) return directories.map((directory) => join(directory, part));
  const matches = glob(part);
  const found: string[] = [];
  for (const directory of directories)
    for (const { name } of await entries(directory))
      if ((part.startsWith(".") || !name.startsWith(".")) && matches(name)) found.push(join(directory, name));
  return found;
}

async function deeper(directories: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const waiting = [...directories];
  for (let next = waiting.pop(); next !== undefined && found.length < maxDirectories; next = waiting.pop())
    for (const entry of await entries(next))
      if (entry.isDirectory() && !entry.name.startsWith(".")) {
        const path = join(next, entry.name);
        found.push(path);
        waiting.push(path);
      }
  return found;
}

async function entries(directory: string): Promise<Dirent[]> {
  return readdir(directory || ".", { withFileTypes: true }).catch(() => []);
}

async function is(path: string, isWanted: (found: Stats) => boolean): Promise<boolean> {
  return stat(path).then(isWanted, () => false);
}
