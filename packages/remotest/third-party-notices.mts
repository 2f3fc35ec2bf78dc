import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface Output {
  emitFile(file: { type: "asset"; fileName: string; source: string }): void;
}

/** The licences of what the bundle holds of others, as they ask for it: beside the bundle, each with its whole text. */
export const thirdPartyNotices = {
  name: "third-party-notices",
  generateBundle(
    this: Output,
    _options: unknown,
    bundle: Record<string, { readonly moduleIds?: readonly string[] }>,
  ): void {
    const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds);
    const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== undefined));
    const notices = [...folders].map(notice).toSorted();
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY-NOTICES.txt", source: `${notices.join("\n\n")}\n` });
  },
};

function packageFolder(module: string): string | undefined {
  if (!module.includes("/node_modules/")) return undefined;
  for (let folder = dirname(module); !folder.endsWith("node_modules"); folder = dirname(folder))
    if (existsSync(join(folder, "package.json")) && "version" in manifestOf(folder)) return folder;
  return undefined;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as object;
}

function notice(folder: string): string {
  const { name, version, license, author, repository } = manifestOf(folder);
  const [file] = globSync("{licen[cs]e,LICEN[CS]E,License}*", { cwd: folder }).toSorted();
  const by = typeof author === "object" ? author.name : author;
  const from = typeof repository === "object" ? repository.url : repository;
  const text =
    file === undefined
      ? `The package comes without the text of its licence. It is by ${by}, from ${from}`
      : readFileSync(join(folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}`;
}
