import { ProgramError, run } from "./program.ts";
import { ReleaseRefusal } from "./release-refusal.ts";
import { refuseLower, type Version } from "./version.ts";

/** Where an Azure DevOps extension is published. */
export interface Marketplace {
  readonly publisher: string;
  readonly extension: string;
  /** The address of the gallery; undefined for Microsoft's. */
  readonly url: string | undefined;
}

/** A version of the extension, as the Marketplace shows it. */
interface ShownVersion {
  readonly version: string;
  /** 1 once it passed Microsoft's validation, before which nobody can install it. */
  readonly flags: number;
}

/**
 * Checks that the Marketplace has this version and has validated it. It does not tell of which file it was made.
 * @throws {ReleaseRefusal} if there is a higher version but not this one.
 */
export async function isOnMarketplace(target: Marketplace, version: Version): Promise<boolean> {
  const versions = await versionsOf(target);
  const there = versions.find((each) => each.version === version);
  if (there) return (there.flags & 1) === 1;
  refuseLower(
    version,
    versions.map((each) => each.version),
    "the Marketplace",
  );
  return false;
}

/** Publishes the extension with Microsoft's tool, which waits until it is validated. */
export async function publishExtension(target: Marketplace, version: Version, file: string): Promise<void> {
  const versions = await versionsOf(target);
  // A release that ended while it was being validated.
  if (versions.some((each) => each.version === version)) return;
  await run("tfx", ["extension", "publish", "--vsix", file, ...accessTo(target)]);
}

async function versionsOf(target: Marketplace): Promise<readonly ShownVersion[]> {
  const names = ["--publisher", target.publisher, "--extension-id", target.extension];
  try {
    const text = await run("tfx", ["extension", "show", ...names, "--json", ...accessTo(target)]);
    return (JSON.parse(text) as { readonly versions?: readonly ShownVersion[] } | null)?.versions ?? [];
  } catch (error) {
    // Nobody has published the extension yet.
    if (error instanceof ProgramError && /\b404\b|does not exist/.test(error.stdout + error.stderr)) return [];
    throw error;
  }
}

/** The tool takes the token only from its command line, so it runs on a machine that nobody else uses. */
function accessTo({ url }: Marketplace): readonly string[] {
  const token = process.env["MARKETPLACE_TOKEN"];
  if (!token) throw new ReleaseRefusal("MARKETPLACE_TOKEN is not set.", "Set it to a token of the publisher.");
  return [...(url === undefined ? [] : ["--service-url", url]), "--token", token, "--no-prompt"];
}
