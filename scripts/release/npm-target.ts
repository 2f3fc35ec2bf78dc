import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { ProgramError, run } from "./program.ts";
import { ReleaseRefusal } from "./release-refusal.ts";
import { refuseLower, type Version } from "./version.ts";

/** A packed package, and the registry that gets it. */
export interface NpmPackage {
  readonly name: string;
  readonly version: Version;
  /** The packed file. */
  readonly file: string;
  /** The address of the registry; undefined for the one that npm is configured with. */
  readonly registry: string | undefined;
}

/**
 * Checks that the registry has exactly this file as the version of the package.
 * @throws {ReleaseRefusal} if it has another file, or if it has a higher version but not this one.
 */
export async function isOnRegistry({ name, version, file, registry }: NpmPackage): Promise<boolean> {
  const wanted = `sha512-${createHash("sha512")
    .update(await readFile(file))
    .digest("base64")}`;
  const there = await view(registry, `${name}@${version}`, "dist.integrity");
  if (there === undefined) {
    const versions = (await view(registry, name, "versions")) ?? [];
    refuseLower(version, [versions].flat().map(String), `the npm registry as ${name}`);
    return false;
  }
  if (there === wanted) return true;
  throw new ReleaseRefusal(
    `${name}@${version} on the npm registry is ${JSON.stringify(there)}, but this release is ${wanted}.`,
    "A version never changes: find out who published the other one, and release the next version.",
  );
}

/** Publishes the file. In a workflow of GitHub that may identify itself, npm records where it was built. */
export async function publishPackage({ file, registry }: NpmPackage): Promise<void> {
  const provenance = process.env["ACTIONS_ID_TOKEN_REQUEST_URL"] === undefined ? [] : ["--provenance"];
  const settings = ["--ignore-scripts", "--access", "public", "--silent"];
  await run("npm", ["publish", file, ...settings, ...provenance, ...at(registry)]);
}

function at(registry: string | undefined): readonly string[] {
  return registry === undefined ? [] : ["--registry", registry];
}

/** Returns a field of the registry's document; undefined if the package or the version is not there. */
async function view(registry: string | undefined, what: string, field: string): Promise<unknown> {
  try {
    const text = await run("npm", ["view", what, field, "--json", "--prefer-online", ...at(registry)]);
    return text.trim() === "" ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof ProgramError && /\bE404\b/.test(error.stdout + error.stderr)) return undefined;
    throw error;
  }
}
