import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program that runs to its end; what it says goes to stderr, so that stdout is the caller's own. */
export type Run = (program: string, ...args: readonly string[]) => Promise<void>;

/**
 * Checks a tag out into a worktree of its own, and hands it over; it is gone again afterwards, also after a failure
 * or a signal. What is not committed, or was committed later, is not in it.
 * @param use what to do there: its path, and how to run a program in it
 * @throws {Error} when there is no such tag, or a program fails.
 * @example await withTreeOfTag(root, "v1.2.3", (tree, run) => run("node", "scripts/set-up.mjs", "build"));
 */
export async function withTreeOfTag(
  repository: string,
  tag: string,
  use: (tree: string, run: Run) => Promise<void>,
): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), "remotest-tag-"));
  const tree = join(place, "tree");
  const stop = new AbortController();
  const stopped = (): void => stop.abort();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, stopped);
  const git: Run = (...args) => execute(repository, "git", args, stop.signal);
  try {
    const commit = `refs/tags/${tag}^{commit}`;
    await git("rev-parse", "--quiet", "--verify", commit).catch((cause: unknown) => {
      throw new Error(`There is no tag ${tag}.`, { cause });
    });
    await git("worktree", "add", "--quiet", "--detach", tree, commit);
    await use(tree, (program, ...args) => execute(tree, program, args, stop.signal));
  } finally {
    await rm(place, { recursive: true, force: true });
    // Forgets the worktree whose folder is gone; not by the signal, which has come already.
    await execute(repository, "git", ["worktree", "prune"]);
    for (const signal of signals) process.off(signal, stopped);
  }
}

async function execute(cwd: string, program: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ["ignore", 2, 2], ...(signal ? { signal } : {}) });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}.`));
    });
  });
}
