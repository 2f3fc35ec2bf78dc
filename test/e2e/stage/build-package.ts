import { execFile } from "node:child_process";
import { glob, mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../../..");

/**
 * Builds one package, so that the tests use what ships, unless its build is newer than every source. Test files run at the
 * same time: one of them builds, and the others wait.
 */
export async function buildPackage(name: string): Promise<void> {
  const folder = join(root, "packages", name);
  const lock = join(folder, "node_modules/.building");
  while (!(await tryLock(lock))) await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    if ((await newest([`packages/${name}/dist/**/main.js`])) > (await newest(sources))) return;
    await promisify(execFile)("pnpm", ["--dir", folder, "run", "build"]);
  } catch (error) {
    const { message, stdout = "" } = error as Error & { stdout?: string };
    throw new Error(`packages/${name} cannot be built: ${message}\n${stdout}`, { cause: error });
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** Tries to take the lock; removes the lock of a killed process. */
async function tryLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const since = await stat(lock).catch(() => undefined);
    if (since && Date.now() - since.mtimeMs > 60_000) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

const sources = ["packages/*/src/**/*.ts", "packages/*/{package,task,vss-extension}.json", "packages/*/*.{mts,md,yml}"];

/** Returns when the latest of the files was written, in milliseconds; 0 if there are none. */
async function newest(patterns: readonly string[]): Promise<number> {
  let latest = 0;
  for (const pattern of patterns)
    for await (const file of glob(pattern, { cwd: root })) {
      if (file.endsWith(".test.ts")) continue;
      latest = Math.max(latest, (await stat(join(root, file))).mtimeMs);
    }
  return latest;
}
