import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GeneratedFiles } from "./generate.ts";
import { exampleActions, examplePages, withCurrentActions } from "./examples/examples.ts";

const root = join(import.meta.dirname, "../..");

/** Writes the current versions of GitHub's actions into every example. */
export default async function examples(): Promise<GeneratedFiles> {
  const actions = await exampleActions();
  const files: GeneratedFiles = {};
  for (const path of examplePages.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()) {
    const text = await readFile(join(root, path), "utf8");
    files[path] = withCurrentActions(text, path, actions);
  }
  return files;
}
