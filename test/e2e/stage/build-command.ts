import { glob, stat } from "node:fs/promises";
import { join } from "node:path";
import { buildPackage } from "./build-package.ts";
import { builtCommand } from "./command.ts";

const root = join(import.meta.dirname, "../../..");

/** Builds the command once for all end-to-end tests, if the build is missing or older than a source. */
export default async function buildCommand(): Promise<void> {
  if (process.env["REMOTEST_BIN"] || (await newest(["packages/remotest/dist/*.js"])) >= (await newest(sources))) return;
  await buildPackage("remotest");
  await stat(builtCommand);
}

const sources = [
  "packages/{remotest,core,http,reporters,sandbox,provider-*,*-client}/{src/**/*.ts,package.json}",
  "packages/remotest/*.mts",
];

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
