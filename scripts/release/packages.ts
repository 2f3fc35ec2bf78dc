import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** The part of a package.json that tells what happens to the package. */
export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  /** npm refuses to publish it. */
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  /** By the path of an import, the conditions under which it leads to a file. */
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;
}

/** A package of this repository. */
export interface Package {
  /** The name of its folder in `packages`. */
  readonly name: string;
  /** An absolute path. */
  readonly folder: string;
  readonly manifest: PackageManifest;
}

/** Returns every package of this repository, in the order of their folders. */
export function allPackages(): readonly Package[] {
  return globSync("packages/*/package.json", { cwd: root })
    .toSorted()
    .map((file) => ({
      name: basename(dirname(file)),
      folder: join(root, dirname(file)),
      manifest: JSON.parse(readFileSync(join(root, file), "utf8")) as PackageManifest,
    }));
}

/** Returns the packages that a release publishes to npm: those that are not private. */
export function publishedPackages(): readonly Package[] {
  return allPackages().filter(({ manifest }) => manifest.private !== true);
}

/** Returns the packages of which something ships, to npm or to a CI system: those with a build. */
export function builtPackages(): readonly Package[] {
  return allPackages().filter(({ manifest }) => manifest.scripts?.["build"] !== undefined);
}

/**
 * Returns the folder of a package's build, whatever is in it.
 * @throws {Error} if the package was not built.
 */
export function buildOf({ name, folder }: Package): string {
  const dist = join(folder, "dist");
  if (!existsSync(dist)) throw new Error(`packages/${name} is not built: pnpm build`);
  return dist;
}
