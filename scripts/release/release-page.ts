import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { ProgramError, run } from "./program.ts";
import type { Targets } from "./targets.ts";
import type { Version } from "./version.ts";

/** The page of a release: its notes, and the files that can be downloaded from it. */
export interface ReleasePage {
  readonly version: Version;
  /** The file with the notes, in Markdown. */
  readonly notes: string;
  readonly files: readonly string[];
}

/** Checks that the page is there for everyone. A page that is not complete is a draft. */
export async function isPageThere(target: Targets["page"], { version }: ReleasePage): Promise<boolean> {
  if ("folder" in target) return existsSync(join(target.folder, `v${version}`));
  return (await stateOnGitHub(target.repository, version)) === "published";
}

/** Publishes the page: first a draft, then its files, then the page for everyone. */
export async function publishPage(target: Targets["page"], page: ReleasePage): Promise<void> {
  if ("folder" in target) return publishInFolder(target.folder, page);
  const tag = `v${page.version}`;
  const repository = ["--repo", target.repository];
  if ((await stateOnGitHub(target.repository, page.version)) === undefined)
    await run("gh", ["release", "create", tag, "--draft", "--verify-tag", "--title", tag, ...repository]);
  // A draft of an earlier try may have half of a file.
  await run("gh", ["release", "upload", tag, ...page.files, "--clobber", ...repository]);
  await run("gh", ["release", "edit", tag, "--notes-file", page.notes, "--draft=false", ...repository]);
}

async function stateOnGitHub(repository: string, version: Version): Promise<"published" | "draft" | undefined> {
  try {
    const query = ["release", "view", `v${version}`, "--json", "isDraft", "--repo", repository];
    return (JSON.parse(await run("gh", query)) as { isDraft: boolean }).isDraft ? "draft" : "published";
  } catch (error) {
    if (error instanceof ProgramError && error.stderr.includes("release not found")) return undefined;
    throw error;
  }
}

async function publishInFolder(folder: string, { version, notes, files }: ReleasePage): Promise<void> {
  const draft = join(folder, `.v${version}.draft`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const file of [...files, notes]) await copyFile(file, join(draft, basename(file)));
  await rename(draft, join(folder, `v${version}`));
}
