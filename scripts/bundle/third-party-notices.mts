import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a plugin of the bundler may do when the bundle is there. */
export interface Output {
  emitFile(file: { type: "asset"; fileName: string; source: string }): void;
}

/** The bundle's chunks, and of which modules each is made. */
export type Bundle = Record<string, { readonly moduleIds?: readonly string[] }>;

/** The licences of what the bundle holds of others, as they ask for it: beside the bundle, each with its whole text. */
export const thirdPartyNotices = {
  name: "third-party-notices",
  generateBundle(this: Output, _options: unknown, bundle: Bundle): void {
    const notices = packagesIn(bundle).map(notice).toSorted();
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY-NOTICES.txt", source: `${notices.join("\n\n")}\n` });
  },
};

/** The folders of the packages of others of which something is in the bundle. */
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

/** Also as it was written years ago: { "type": "MIT", "url": … }. */
export function licenceOf({ license }: Manifest): string | undefined {
  return typeof license === "object" ? license.type : license;
}

function notice(folder: string): string {
  const manifest = manifestOf(folder);
  const { name, version, author, repository } = manifest;
  const [file] = globSync("{licen[cs]e,LICEN[CS]E,License}*", { cwd: folder }).toSorted();
  const by = typeof author === "object" ? author.name : author;
  const from = typeof repository === "object" ? repository.url : repository;
  const text =
    file === undefined
      ? `The package comes without the text of its licence. It is by ${by}, from ${from}`
      : readFileSync(join(folder, file), "utf8");
  return `${name} ${version} (${licenceOf(manifest)})\n\n${text.trim()}`;
}
