import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GeneratedFiles } from "./generate.ts";

const root = join(import.meta.dirname, "../..");

/** Copies the repository's licence into each published package, because npm packs only files of its folder. */
export default async function licences(): Promise<GeneratedFiles> {
  const text = readFileSync(join(root, "LICENSE"), "utf8");
  const published = globSync("packages/*/package.json", { cwd: root }).filter(
    (file) => !("private" in (JSON.parse(readFileSync(join(root, file), "utf8")) as object)),
  );
  return Object.fromEntries(published.map((file) => [join(dirname(file), "LICENSE"), text]));
}
