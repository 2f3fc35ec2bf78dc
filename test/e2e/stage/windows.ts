import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Describe, requirePeer } from "./peer.ts";
import { cache, registryNode } from "./registry-node.ts";

/** Debian's wine. Its own start script also asks for a 32-bit one, which nothing here needs. */
const wine = process.env["WINE64"] ?? "/usr/lib/wine/wine64";
/** Later versions do not start under the wine of Debian 12. */
const version = "20.20.2";

const place = join(cache, "windows");
const prefix = join(place, "prefix");
/** A module that Node loads first, to leave a sign that it runs. */
const started = join(place, "started.cjs");

/** `describe` for tests that run on Windows, as far as wine is one. */
export const onWindows: Describe = requirePeer("wine", [wine, "--version"]);

/**
 * Returns Node for Windows as a program of this system. It sees this system's files on drive Z, and as `\\here\root\…`, and
 * is on that drive if it is started anywhere here, so that `/tmp/a` is a path for it too.
 */
export async function windowsNode(): Promise<string> {
  const program = join(place, "node");
  while (!(await tryLock())) await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    if (existsSync(program)) return program;
    await makeDrives();
    await writeFile(started, `require("node:fs").writeFileSync("Z:" + process.env.NODE_STARTED, "");\n`);
    await writeFile(`${program}.part`, script(registryNode(version, "win-x64")));
    await chmod(`${program}.part`, 0o755);
    await rename(`${program}.part`, program);
    return program;
  } finally {
    await rm(`${place}.lock`, { recursive: true, force: true });
  }
}

/** A path of this system, as Windows writes it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll("/", "\\")}`;
}

/** For Windows, `C:\windows` and all that belongs to it take seconds to make, so they are made once. */
async function makeDrives(): Promise<void> {
  await rm(place, { recursive: true, force: true });
  await mkdir(prefix, { recursive: true });
  const env = { ...process.env, ...surroundings };
  // Its server stays for a while and would keep a pipe open.
  const { status } = spawnSync(wine, ["wineboot", "--init"], { env, stdio: "ignore" });
  if (status !== 0) throw new Error(`${wine} cannot be set up: wineboot ended with ${status}`);
  await mkdir(join(prefix, "dosdevices/unc/here"), { recursive: true });
  await symlink("/", join(prefix, "dosdevices/unc/here/root"));
}

/** Without the last one, wine offers to download a browser and .NET. */
const surroundings = {
  HOME: place,
  LC_ALL: "C.UTF-8",
  NODE_SKIP_PLATFORM_CHECK: "1",
  WINEPREFIX: prefix,
  WINEDEBUG: "-all",
  WINEDLLOVERRIDES: "mscoree,mshtml=",
};

/**
 * Under wine, Node cannot write to the pipes of this system (EBADF), so what it writes goes through files. Bash, because
 * other shells drop variables such as INPUT_APP-ID. Only if wine did not even start Node is it tried again: whatever happens
 * once Node runs is a result.
 */
function script(node: string): string {
  return `#!/bin/bash
${Object.entries(surroundings)
  .map(([name, value]) => `export ${name}='${value}'`)
  .join("\n")}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export NODE_STARTED="$out/started"
for try in 1 2 3; do
  '${wine}' '${node}' --require 'Z:${started}' "$@" >"$out/stdout" 2>"$out/stderr" </dev/null
  code=$?
  [ -e "$NODE_STARTED" ] && break
done
cat "$out/stdout"
cat "$out/stderr" >&2
exit $code
`;
}

/** Test files run at the same time: one of them makes the drives, and the others wait. */
async function tryLock(): Promise<boolean> {
  await mkdir(cache, { recursive: true });
  try {
    await mkdir(`${place}.lock`);
    return true;
  } catch {
    const since = await stat(`${place}.lock`).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > 90_000) await rm(`${place}.lock`, { recursive: true, force: true });
    return false;
  }
}
