// Programs and libraries of others to measure against, at pinned versions. They are installed into a folder of their own
// from anchors/package-lock.json, so that they are neither dependencies of the workspace nor part of what ships.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const folder = join(import.meta.dirname, "anchors");

/**
 * Installs the anchors, unless that is done, and returns the entries of those named.
 * @example await anchors(["got"]) // { got: "/…/bench/anchors/node_modules/got/dist/source/index.js" }
 */
export async function anchors<Name extends string>(names: readonly Name[]): Promise<Readonly<Record<Name, string>>> {
  if (!existsSync(join(folder, "node_modules/.package-lock.json")))
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, stdio: "ignore" });
  const { resolve } = createRequire(join(folder, "package.json"));
  return Object.fromEntries(names.map((name) => [name, resolve(name)])) as Record<Name, string>;
}
