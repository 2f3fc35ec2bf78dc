// The files that a build made for a release. `release.json` beside the files has their digests, so that what is published is what
// was built and tested, byte for byte.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { ReleaseRefusal } from "./release-refusal.ts";
import { isVersion, type Version } from "./version.ts";

/** The content of `release.json`. */
interface ReleaseRecord {
  readonly version: Version;
  /** The commit of which everything was built. */
  readonly commit: string;
  /** When it was committed, as `2026-01-31T12:00:00Z`. */
  readonly date: string;
  /** The SHA-256 of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
}

/** The files of a release, all of them as they were built. */
export interface Artefacts extends Omit<ReleaseRecord, "files"> {
  /** The absolute path of a file or a folder. */
  readonly path: (name: string) => string;
  /** The packed npm packages: their names, and their paths. */
  readonly packages: readonly { readonly name: string; readonly file: string }[];
  /** The Azure DevOps extension. */
  readonly extension: string;
  /** The release notes. */
  readonly notes: string;
  /** The files that the page of the release offers: packages, extension, bills of materials, and their checksums. */
  readonly downloads: readonly string[];
}

/** Writes `release.json` for the files in a folder. */
export async function recordArtefacts(folder: string, release: Omit<ReleaseRecord, "files">): Promise<void> {
  const record: ReleaseRecord = { ...release, files: await digests(folder) };
  await writeFile(join(folder, "release.json"), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Opens the folder of a build.
 * @throws {ReleaseRefusal} if a file is missing, was added or is not the one that was built.
 * @example const { version, commit } = await openArtefacts("release");
 */
export async function openArtefacts(folder: string): Promise<Artefacts> {
  const text = await readFile(join(folder, "release.json"), "utf8").catch((cause: unknown) => {
    throw Object.assign(new ReleaseRefusal(`${folder} has no release.json.`, rebuild), { cause });
  });
  const { files, ...release } = JSON.parse(text) as ReleaseRecord;
  if (!isVersion(release.version))
    throw new ReleaseRefusal(`${String(release.version)} is not the version of a release.`, rebuild);
  const there = await digests(folder);
  const odd = Object.keys({ ...files, ...there }).filter((name) => files[name] !== there[name]);
  if (odd.length > 0)
    throw new ReleaseRefusal(
      `Not as it was built: ${odd.map((name) => oddity(name, files, there)).join(", ")}.`,
      rebuild,
    );
  const path = (name: string): string => join(resolve(folder), name);
  const named = (start: string): string[] =>
    Object.keys(files)
      .filter((name) => name.startsWith(start))
      .map(path);
  const [extension = ""] = named("azure/");
  return {
    ...release,
    path,
    packages: named("npm/").map((file) => ({ name: packageIn(file, release.version), file })),
    extension,
    notes: path("notes.md"),
    downloads: [...named("npm/"), extension, ...named("sbom/"), path("SHA256SUMS")],
  };
}

const rebuild = "Build the release again, from its commit: pnpm release --build <folder>";

/** `npm pack` makes `remotest-core-1.2.3.tgz` of `@remotest/core`. */
function packageIn(file: string, version: Version): string {
  return basename(file, `-${version}.tgz`).replace(/^remotest-/, "@remotest/");
}

function oddity(name: string, built: ReleaseRecord["files"], there: ReleaseRecord["files"]): string {
  if (there[name] === undefined) return `${name} is missing`;
  return built[name] === undefined ? `${name} was added` : `${name} was changed`;
}

/** Returns the SHA-256 of each file in a folder, in the order of their names. */
export async function digests(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const names = paths
    .map((path) => relative(folder, path))
    .filter((name) => name !== "release.json")
    .toSorted();
  const hash = async (name: string): Promise<string> =>
    createHash("sha256")
      .update(await readFile(join(folder, name)))
      .digest("hex");
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await hash(name)] as const)));
}
