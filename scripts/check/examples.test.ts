import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exampleActions } from "../generate/examples/examples.ts";

const root = join(import.meta.dirname, "../..");
const read = (pattern: string): string =>
  globSync(pattern, { cwd: root })
    .map((file) => readFileSync(join(root, file), "utf8"))
    .join("\n");
const examples = read("docs/ci/*") + read("{README.md,docs/*.md,packages/*/README.md}");

/** Returns the different versions by name, of all that the pattern finds: name and version. */
function versionsOf(pattern: RegExp, text: string): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  for (const [, name = "", version = ""] of text.matchAll(pattern)) (found[name] ??= []).push(version);
  return Object.fromEntries(Object.entries(found).map(([name, versions]) => [name, [...new Set(versions)]]));
}

describe("the versions of others in the examples", () => {
  test("GitHub's actions have the major versions that our own workflows have", async () => {
    const ours = versionsOf(/uses: (actions\/[\w-]+)@[0-9a-f]{40} # (v\d+)\./g, read(".github/workflows/*.yml"));
    expect(ours).toHaveProperty(["actions/checkout"]);
    for (const [name, version] of await exampleActions()) expect(ours[name] ?? [version], name).toEqual([version]);
  });

  test("each action of the table is used", async () => {
    for (const [name, version] of await exampleActions())
      expect(examples).toMatch(new RegExp(`uses: ${name}(/\\w+)?@${version}$`, "m"));
  });

  test("Azure's tasks and agents are the current ones, everywhere", () => {
    expect(versionsOf(/task: (?!Remotest)(\w+)@(\d+)/g, examples)).toEqual({
      Cache: ["2"],
      Delay: ["1"],
      DownloadPipelineArtifact: ["2"],
    });
    for (const [, agent] of examples.matchAll(/vmImage: (\S+)/g)) expect(agent).toMatch(/^(ubuntu|windows)-latest$/);
  });
});

test("the versions of our own packages are of the current major version", () => {
  const [major] = (JSON.parse(read("packages/core/package.json")) as { readonly version: string }).version.split(".");
  const ours = /()(?:\bremotest@|"@remotest\/core": "\^)(\d+)/g;
  expect(versionsOf(ours, examples + read("docs/examples/my-provider/package.json"))).toEqual({ "": [major] });
});
