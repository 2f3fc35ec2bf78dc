// Writes every generated file of the repository. With --check it only lists the stale ones (exit 1).
// The default export of each module in scripts/generate/ that ends in .generator.ts is a function that returns
// { path from the root: content }. A generated file starts with a banner that names this command.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** The result of a generator: contents by path from the repository's root. */
export type GeneratedFiles = Record<string, string>;

const root = join(import.meta.dirname, "../..");
const check = process.argv.includes("--check");
const stale: string[] = [];

for (const file of globSync("scripts/generate/*.generator.ts", { cwd: root }).toSorted()) {
  const generator = (await import(pathToFileURL(join(root, file)).href)) as { default: () => Promise<GeneratedFiles> };
  for (const [path, content] of Object.entries(await generator.default())) {
    const target = join(root, path);
    const current = await readFile(target, "utf8").catch(() => undefined);
    if (current === content) continue;
    stale.push(path);
    if (check) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

for (const path of stale) console.log(check ? `stale: ${path}` : `wrote ${path}`);
if (check && stale.length > 0) {
  console.log("Generated files differ from their sources. Run `pnpm generate` and commit the result.");
  process.exitCode = 1;
}
