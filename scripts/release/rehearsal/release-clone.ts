import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../program.ts";

/** A clone in which versions can be raised without anyone noticing. */
export interface ReleaseClone extends AsyncDisposable {
  readonly path: string;
  /** Raises the versions by what was described in `.changeset/`, if anything was, and commits this. */
  readonly raiseVersions: () => Promise<void>;
  /** Adds a description of a small change, so that there is a next release. */
  readonly describeChange: () => Promise<void>;
  /**
   * Builds the release of the last commit into a folder, once the versions were raised. The clone has no other files, so it
   * needs no other checkout.
   */
  readonly build: (folder: string) => Promise<void>;
}

/** Clones the last commit of a repository. */
export async function cloneForRelease(repository: string): Promise<ReleaseClone> {
  const place = await mkdtemp(join(tmpdir(), "remotest-release-clone-"));
  const path = join(place, "remotest");
  const inClone = (program: string, ...args: readonly string[]): Promise<string> => run(program, args, { cwd: path });
  const git = (...args: readonly string[]): Promise<string> =>
    inClone("git", "-c", "user.name=A Maintainer", "-c", "user.email=maintainer@example.com", ...args);
  await run("git", ["clone", "--quiet", repository, path]);
  if ((await git("rev-parse", "--is-shallow-repository")).trim() === "true") {
    // A CI system often fetches only the last commit. changesets would ask for more of them forever, so this becomes the first.
    await git("checkout", "--quiet", "--orphan", "rehearsed");
    await git("commit", "--quiet", "--message", "The last commit");
    await rm(join(path, ".git/shallow"));
  }
  return {
    path,
    raiseVersions: async () => {
      const pending = (await git("ls-files", ".changeset/*.md")).trim();
      if (pending === "") return;
      await inClone(process.execPath, "scripts/set-up.mjs", "version-packages");
      await git("add", "--all");
      await git("commit", "--quiet", "--message", "Release");
    },
    describeChange: async () => {
      await writeFile(join(path, ".changeset/rehearsed.md"), '---\n"remotest": patch\n---\n\nA rehearsed change.\n');
      await git("add", "--all");
      await git("commit", "--quiet", "--message", "A rehearsed change");
    },
    build: async (folder) => {
      await inClone("npm", "run", "collect-release", "--", folder);
    },
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}
