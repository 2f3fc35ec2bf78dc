import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The part of the bundler's context that a plugin uses when the bundle is complete. */
export interface Output {
  emitFile(file: { type: "asset"; fileName: string; source: string }): void;
}

/** The bundle's chunks, with the modules of each. */
export type Bundle = Record<string, { readonly moduleIds?: readonly string[] }>;

/**
 * Writes the licences of bundled packages beside the bundle, as the licences require: the copyright of each package, and the
 * whole text of each licence. Packages under the same text share it.
 */
export const thirdPartyNotices = {
  name: "third-party-notices",
  generateBundle(this: Output, _options: unknown, bundle: Bundle): void {
    const notices = packagesIn(bundle).map(notice);
    // Packages of one repository have the same text, with the same copyright.
    const byText = new Map<string, string[]>();
    for (const { title, text } of notices) byText.set(text, [...(byText.get(text) ?? []), title]);
    const parts = [...byText].map(([text, titles]) => `${titles.toSorted().join("\n")}\n\n${text}`);
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY-NOTICES.txt", source: `${parts.toSorted().join("\n\n")}\n` });
  },
};

/** Returns the folders of other packages that are in the bundle. */
export function packagesIn(bundle: Bundle): readonly string[] {
  const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
  return [...new Set(modules.map(packageFolder).filter((folder) => folder !== undefined))];
}

function packageFolder(module: string): string | undefined {
  if (!module.includes("/node_modules/")) return undefined;
  for (let folder = dirname(module); !folder.endsWith("node_modules"); folder = dirname(folder))
    if (existsSync(join(folder, "package.json")) && "version" in manifestOf(folder)) return folder;
  return undefined;
}

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as object;
}

/** Returns the licence, even in the old form { "type": "MIT", "url": … }. */
export function licenceOf({ license }: Manifest): string | undefined {
  return typeof license === "object" ? license.type : license;
}

function notice(folder: string): { readonly title: string; readonly text: string } {
  const manifest = manifestOf(folder);
  const { name, version, author, repository } = manifest;
  const [file] = globSync("{licen[cs]e,LICEN[CS]E,License}*", { cwd: folder }).toSorted();
  const by = typeof author === "object" ? author.name : author;
  const from = typeof repository === "object" ? repository.url : repository;
  const text =
    file === undefined
      ? `The package does not contain the text of its licence. It is by ${by}, from ${from}`
      : readFileSync(join(folder, file), "utf8");
  return { title: `${name} ${version} (${licenceOf(manifest)})`, text: text.trim() };
}
