import { join } from "node:path";
import { spawnSync } from "node:child_process";

/** Finds the versions of Node to measure with: the one for development, and the machine's own if it differs. */
export function findNodes(): readonly { readonly path: string; readonly major: number }[] {
  const paths = [process.execPath, ...(process.env["PATH"] ?? "").split(":").map((dir) => join(dir, "node"))];
  const found = new Map<number, string>();
  for (const path of paths) {
    const { status, stdout } = spawnSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
    const major = Number(stdout?.split(".")[0]);
    if (status === 0 && !found.has(major)) found.set(major, path);
  }
  return [...found].map(([major, path]) => ({ major, path })).toSorted((a, b) => a.major - b.major);
}
