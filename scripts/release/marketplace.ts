import { copyFile, mkdir, readFile, readdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { ProgramError, run } from "./program.ts";
import { Refusal } from "./refusal.ts";
import type { Targets } from "./targets.ts";
import { refuseLower, type Version } from "./version.ts";

/**
 * Checks that the Marketplace has this version of the extension. It does not tell which file it was made of.
 * @throws {Refusal} if a folder has another file in its place, or if there is a higher version but not this one.
 */
export async function isOnMarketplace(
  target: Targets["marketplace"],
  version: Version,
  file: string,
): Promise<boolean> {
  if ("folder" in target) return isInFolder(join(target.folder, version), file);
  const versions = await versionsOf(target);
  if (versions.includes(version)) return true;
  refuseLower(version, versions, "the Marketplace");
  return false;
}

/** Publishes the extension, with Microsoft's tool. `MARKETPLACE_TOKEN` has the token of the publisher. */
export async function publishExtension(target: Targets["marketplace"], version: Version, file: string): Promise<void> {
  if ("folder" in target) return copyWhole(file, join(target.folder, version));
  await run("tfx", ["extension", "publish", "--vsix", file, "--no-wait-validation", ...asPublisher()]);
}

async function versionsOf(target: { readonly publisher: string; readonly extension: string }): Promise<string[]> {
  const names = ["--publisher", target.publisher, "--extension-id", target.extension];
  try {
    const text = await run("tfx", ["extension", "show", ...names, "--json", ...asPublisher()]);
    const shown = JSON.parse(text) as { readonly versions?: readonly { readonly version: string }[] } | null;
    return (shown?.versions ?? []).map(({ version }) => version);
  } catch (error) {
    // As yet, nobody has published the extension.
    if (error instanceof ProgramError && /does not exist|could not be found|404/i.test(error.stdout + error.stderr))
      return [];
    throw error;
  }
}

/** The tool takes the token from its command line alone, so this runs on a machine that nobody else uses. */
function asPublisher(): readonly string[] {
  const token = process.env["MARKETPLACE_TOKEN"];
  if (!token) throw new Refusal("MARKETPLACE_TOKEN is not set.", "Set it to a token of the publisher.");
  return ["--token", token, "--no-prompt"];
}

/** Checks that a folder has exactly this file. */
async function isInFolder(folder: string, file: string): Promise<boolean> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes(basename(file))) return false;
  const there = await readFile(join(folder, basename(file)));
  if (there.equals(await readFile(file))) return true;
  throw new Refusal(`${join(folder, basename(file))} is another file.`, "Find out who published it.");
}

/** Copies a file under its name, which appears only when all of it is there. */
export async function copyWhole(file: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${basename(file)}.draft`);
  await copyFile(file, draft);
  await rename(draft, join(folder, basename(file)));
}
