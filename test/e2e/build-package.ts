import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/** Builds one package, so that what is tested is what ships; a build takes less than a second. */
export async function buildPackage(name: string): Promise<void> {
  const folder = join(import.meta.dirname, "../../packages", name);
  await promisify(execFile)("pnpm", ["--dir", folder, "run", "build"]).catch((error: Error & { stdout?: string }) => {
    throw new Error(`packages/${name} cannot be built: ${error.message}\n${error.stdout ?? ""}`);
  });
}
