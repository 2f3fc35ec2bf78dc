import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";

/** The oldest version of Node that shipped code runs on; Azure agents fall back to it. */
export const oldestVersion = "20.19.0";

const cache = join(import.meta.dirname, "../../../.cache");
const kept = join(cache, `node-${oldestVersion}`);
const packageName = `node-${platform() === "win32" ? "win" : platform()}-${arch()}`;

/**
 * Returns the program of that version: a package of the npm registry, installed once and kept in .cache.
 * @throws if the registry cannot be reached.
 */
export function oldestNode(): string {
  const program = join(kept, "node_modules", packageName, platform() === "win32" ? "bin/node.exe" : "bin/node");
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, "node-"));
  const args = ["install", "--no-audit", "--no-fund", "--silent", "--prefix", draft, `${packageName}@${oldestVersion}`];
  const { status, stderr } = spawnSync("npm", args, { encoding: "utf8", shell: platform() === "win32" });
  if (status !== 0) throw new Error(`Node ${oldestVersion} cannot be installed: ${stderr}`);
  try {
    renameSync(draft, kept);
  } catch (error) {
    // Another test file was faster.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(program)) throw error;
  }
  return program;
}
