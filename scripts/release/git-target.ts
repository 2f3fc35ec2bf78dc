// The changes that a release makes in git repositories: tags that never move, and one for each major version that does.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./program.ts";
import { ReleaseRefusal } from "./release-refusal.ts";
import { compareVersions, isVersion, majorOf, refuseLower, type Version } from "./version.ts";

/** A git repository that gets the tags of a release. */
export interface GitTarget {
  readonly address: string;
  /** Before the version in a tag: `v`, or nothing on GitLab, whose catalog takes only `1.2.3`. */
  readonly prefix: "v" | "";
}

/** The texts of a mirror's commits; the same release makes the same commit wherever it is made. */
export interface Commit {
  readonly message: string;
  /** When the sources were committed, as `2026-01-31T12:00:00Z`. */
  readonly date: string;
}

/** The settings of the machine must not change a commit. */
const plain = ["-c", "core.autocrlf=false", "-c", "core.fileMode=false", "-c", "core.excludesFile=", "-c", "gc.auto=0"];

/** Returns the objects that the tags and branches of a repository name, by their full names. */
async function refsOf(address: string): Promise<ReadonlyMap<string, string>> {
  const lines = (await run("git", ["ls-remote", address])).split("\n").filter(Boolean);
  // An annotated tag is followed by the commit that it names, as `refs/tags/v1.2.3^{}`.
  return new Map(lines.map((line) => line.split("\t")).map(([id = "", name = ""]) => [name.replace("^{}", ""), id]));
}

function versionsIn(refs: ReadonlyMap<string, string>, prefix: string): readonly Version[] {
  const start = `refs/tags/${prefix}`;
  const named = [...refs.keys()].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
  return named.filter(isVersion);
}

/**
 * Checks that the tag of the release names a commit.
 * @throws {ReleaseRefusal} if it names another one, or if it is missing beside a higher version.
 */
export async function hasTagOf(target: GitTarget, version: Version, commit: string): Promise<boolean> {
  const refs = await refsOf(target.address);
  const tag = `${target.prefix}${version}`;
  const there = refs.get(`refs/tags/${tag}`);
  if (there === undefined) refuseLower(version, versionsIn(refs, target.prefix), target.address);
  else if (there !== commit) throw moved(tag, target.address, `commit ${there}`, commit);
  return there !== undefined;
}

/** Tags a commit of a repository on this machine in the target. */
export async function pushTag(target: GitTarget, version: Version, commit: string, repository: string): Promise<void> {
  await run("git", ["push", "--quiet", target.address, `${commit}:refs/tags/${target.prefix}${version}`], {
    cwd: repository,
  });
}

/**
 * Checks that the tag of the release names exactly the files in a folder.
 * @throws {ReleaseRefusal} if it names other files, or if it is missing beside a higher version.
 */
export async function hasFiles(target: GitTarget, version: Version, folder: string): Promise<boolean> {
  const refs = await refsOf(target.address);
  const tag = `${target.prefix}${version}`;
  if (!refs.has(`refs/tags/${tag}`)) {
    refuseLower(version, versionsIn(refs, target.prefix), target.address);
    return false;
  }
  return withScratch(async (git) => {
    await git("fetch", "--quiet", "--depth", "1", target.address, `refs/tags/${tag}`);
    const there = await git("rev-parse", "FETCH_HEAD^{tree}");
    const wanted = await treeOf(git, folder);
    if (there !== wanted) throw moved(tag, target.address, `the files ${there}`, wanted);
    return true;
  });
}

/** Commits the files in a folder after the commit before, and pushes the branch `main` and the tag together. */
export async function pushFiles(target: GitTarget, version: Version, folder: string, commit: Commit): Promise<void> {
  await withScratch(async (git) => {
    const before = (await refsOf(target.address)).get("refs/heads/main");
    if (before) await git("fetch", "--quiet", "--depth", "1", target.address, "refs/heads/main");
    const tree = await treeOf(git, folder);
    const parent = before ? ["-p", before] : [];
    const made = await git("commit-tree", tree, ...parent, "-m", commit.message);
    const refs = [`${made}:refs/heads/main`, `${made}:refs/tags/${target.prefix}${version}`];
    await git("push", "--quiet", "--atomic", target.address, ...refs);
  }, commit.date);
}

/**
 * Checks that the tag of the major version, such as `v1`, names the release or a later one.
 * @throws {ReleaseRefusal} if it names a commit that is not a release, so that nobody's work is lost.
 */
export async function hasMajorTag({ address, prefix }: GitTarget, version: Version): Promise<boolean> {
  const refs = await refsOf(address);
  const tag = `${prefix}${majorOf(version)}`;
  const there = refs.get(`refs/tags/${tag}`);
  if (there === undefined) return false;
  const named = versionsIn(refs, prefix).filter((each) => refs.get(`refs/tags/${prefix}${each}`) === there);
  const newest = named.toSorted(compareVersions).at(-1);
  if (newest === undefined)
    throw new ReleaseRefusal(
      `${tag} at ${address} names ${there}, which is not a release.`,
      `Move it to a release first.`,
    );
  return compareVersions(newest, version) >= 0;
}

/** Moves the tag of the major version to the release, unless someone else moved it meanwhile. */
export async function moveMajorTag({ address, prefix }: GitTarget, version: Version): Promise<void> {
  await withScratch(async (git) => {
    const tag = `refs/tags/${prefix}${majorOf(version)}`;
    const before = (await refsOf(address)).get(tag) ?? "";
    await git("fetch", "--quiet", "--depth", "1", address, `refs/tags/${prefix}${version}`);
    await git("push", "--quiet", `--force-with-lease=${tag}:${before}`, address, `FETCH_HEAD^{commit}:${tag}`);
  });
}

function moved(tag: string, address: string, there: string, wanted: string): ReleaseRefusal {
  return new ReleaseRefusal(
    `${tag} at ${address} names ${there}, but this release is ${wanted}.`,
    "A version never moves: find out who published the other one, and release the next version.",
  );
}

/** Runs git in the scratch repository, and returns what it printed. */
type Git = (...args: readonly string[]) => Promise<string>;

/** Makes an empty repository, in which commits are by the release, and removes it afterwards. */
async function withScratch<Result>(use: (git: Git) => Promise<Result>, date = ""): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-release-"));
  const who = { NAME: "Remotest", EMAIL: "remotest@users.noreply.github.com", DATE: date };
  const env = Object.fromEntries(
    Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const repository = join(folder, ".git");
  const inside = async (...args: readonly string[]): Promise<string> =>
    (await run("git", [...plain, `--git-dir=${repository}`, ...args], { cwd: folder, env })).trim();
  try {
    await inside("init", "--quiet");
    return await use(inside);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the id of the tree of files in a folder: the same files have the same id, wherever they are. */
async function treeOf(git: Git, folder: string): Promise<string> {
  await git("-C", folder, `--work-tree=${folder}`, "add", "--all", "--force", ".");
  return git("write-tree");
}
