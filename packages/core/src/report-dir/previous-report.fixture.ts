import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The report files of a command with two reporters. */
export const reports: readonly string[] = ["junit.xml", "results.json"];

/** Returns a `run.json` with one run. */
export const ledger = (ref: string): string =>
  JSON.stringify({
    version: 1,
    runs: [{ provider: "ats", name: "n", startedAt: "2026-11-29T00:00:00Z", reruns: [], ref, start: "started" }],
  });

/** Writes files by their paths in the directory. */
export function putIn(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

/** Returns every file in the directory, by its path. */
export function allIn(dir: string): Record<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(files.map((path) => [path.slice(dir.length + 1), readFileSync(path, "utf8")]));
}
