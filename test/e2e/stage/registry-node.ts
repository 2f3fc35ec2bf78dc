import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { platform } from "node:os";
import { join } from "node:path";

/** Where programs are kept that the tests install themselves. */
export const cache: string = join(import.meta.dirname, "../../../.cache");

/**
 * Returns a version of Node for a system: a package of the npm registry, installed once and kept in .cache.
 *
 * @param system as the packages are named: `linux-x64`, `win-x64`
 * @throws if the registry cannot be reached.
 */
export function registryNode(version: string, system: string): string {
  const kept = join(cache, `node-${version}-${system}`);
  const name = `node-${system}`;
  const program = join(kept, "node_modules", name, "bin", system.startsWith("win") ? "node.exe" : "node");
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, "node-"));
  // --force, because the system may be another than this one.
  const flags = ["--force", "--no-audit", "--no-fund", "--silent", "--prefix", draft];
  const args = ["install", ...flags, `${name}@${version}`];
  const { status, stderr } = spawnSync("npm", args, { encoding: "utf8", shell: platform() === "win32" });
  if (status !== 0) throw new Error(`Node ${version} for ${system} cannot be installed: ${stderr}`);
  try {
    renameSync(draft, kept);
  } catch (error) {
    // Another test file was faster.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(program)) throw error;
  }
  return program;
}
