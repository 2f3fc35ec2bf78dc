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

/** Returns a text whose uses of GitHub's actions have these versions. */
export function withCurrentActions(text: string, path: string, actions: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /(\buses: )(actions\/[\w-]+)((?:\/[\w-]+)*)@\S+/g,
    (_, uses: string, action: string, part: string) => {
      const version = actions.get(action);
      if (version === undefined) throw new Error(`${path}: ${action} is not in scripts/generate/examples/action.yml.`);
      return `${uses}${action}${part}@${version}`;
    },
  );
}

/** Returns the image for jobs that need Node: the major version on which Remotest is developed. */
export async function nodeImage(): Promise<string> {
  const workspace = await readFile(join(import.meta.dirname, "../../../pnpm-workspace.yaml"), "utf8");
  const { nodeVersion } = parse(workspace) as { readonly nodeVersion: string };
  return `node:${nodeVersion.split(".")[0]}`;
}
