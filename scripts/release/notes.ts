import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the notes of a release, from the sections that changesets wrote into each package's CHANGELOG.md. A change of
 * several packages is named once.
 * @param packages the folder with the packages
 */
export function releaseNotes(packages: string, version: string): string {
  const kinds = new Map<string, Map<string, string[]>>();
  for (const file of globSync("*/CHANGELOG.md", { cwd: packages }).toSorted()) {
    const { name } = JSON.parse(readFileSync(join(packages, file, "../package.json"), "utf8")) as { name: string };
    for (const { kind, text } of changesIn(readFileSync(join(packages, file), "utf8"), version)) {
      const changes = kinds.get(kind) ?? new Map<string, string[]>();
      kinds.set(kind, changes.set(text, [...(changes.get(text) ?? []), name]));
    }
  }
  const sections = ["Major Changes", "Minor Changes", "Patch Changes"].flatMap((kind) => {
    const changes = [...(kinds.get(kind) ?? [])];
    if (changes.length === 0) return [];
    const items = changes.map(([text, names]) => `- **${names.join(", ")}**: ${text}`);
    return [`## ${titles[kind]}\n\n${items.join("\n")}`];
  });
  return `${sections.join("\n\n") || "No change that users notice."}\n\n${footer}`;
}

const titles: Readonly<Record<string, string>> = {
  "Major Changes": "What you may have to change",
  "Minor Changes": "New",
  "Patch Changes": "Fixed",
};

const footer = `## Files

\`SHA256SUMS\` has the checksums of the files below: the npm packages, the Azure DevOps extension, and for each package that
ships its bill of materials (CycloneDX).
`;

function* changesIn(changelog: string, version: string): Generator<{ readonly kind: string; readonly text: string }> {
  const section = changelog.split(/^## /m).find((each) => each.startsWith(`${version}\n`)) ?? "";
  for (const part of section.split(/^### /m).slice(1)) {
    const [kind = "", ...lines] = part.split("\n");
    for (const item of lines.join("\n").split(/^- /m).slice(1)) yield { kind, text: item.trim() };
  }
}

/** Tells whether changesets wrote a section for the version. */
export function hasNotes(packages: string, version: string): boolean {
  const file = join(packages, "remotest/CHANGELOG.md");
  return existsSync(file) && readFileSync(file, "utf8").includes(`\n## ${version}\n`);
}
