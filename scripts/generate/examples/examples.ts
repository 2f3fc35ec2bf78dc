import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

/** Where users find examples for GitHub. */
export const examplePages: readonly string[] = [
  "docs/ci/github-*.yml",
  "README.md",
  "docs/*.md",
  "packages/*/README.md",
];

/** Returns the versions of the actions in the examples, by name: `actions/checkout` → `v7`. */
export async function exampleActions(): Promise<ReadonlyMap<string, string>> {
  const { runs } = parse(await readFile(join(import.meta.dirname, "action.yml"), "utf8")) as {
    readonly runs: { readonly steps: readonly { readonly uses: string }[] };
  };
  return new Map(runs.steps.map(({ uses }) => uses.split("@") as [string, string]));
}

/** Returns the image for jobs that need Node: the major version on which Remotest is developed. */
export async function nodeImage(): Promise<string> {
  const workspace = await readFile(join(import.meta.dirname, "../../../pnpm-workspace.yaml"), "utf8");
  const { nodeVersion } = parse(workspace) as { readonly nodeVersion: string };
  return `node:${nodeVersion.split(".")[0]}`;
}
