import { execFileSync } from "node:child_process";
import { mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Returns a folder for the front of PATH in which `sh` is the shell with this name. Some systems have bash as `sh`. */
export async function folderWithShell(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-shell-"));
  const path = execFileSync("sh", ["-c", 'command -v -- "$1"', "sh", name], { encoding: "utf8" }).trim();
  await symlink(path, join(folder, "sh"));
  return folder;
}
