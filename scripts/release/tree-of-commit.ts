import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs a program to its end. Its output goes to stderr, so that stdout is free for the caller. */
export type Run = (program: string, ...args: readonly string[]) => Promise<void>;

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Checks a commit out into a separate worktree, and removes it afterwards, even after a failure or a signal.
 * @param name of the commit: a tag, a branch, an id
 * @param use receives the path of the worktree, and a function that runs a program in it
 * @throws {Error} if there is no such commit, or if a program fails.
 * @example await withTreeOfCommit(root, "v1.2.3", (tree, run) => run("node", "scripts/set-up.mjs", "build"));
 */
export async function withTreeOfCommit(
  repository: string,
  name: string,
  use: (tree: string, run: Run) => Promise<void>,
): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), "remotest-tree-"));
  const tree = join(place, "tree");
  const stopped = new AbortController();
  const stop = (signal: NodeJS.Signals): void => stopped.abort(signal);
  for (const signal of signals) process.once(signal, stop);
  const git: Run = (...args) => execute(repository, "git", args, stopped.signal);
  try {
    const commit = `${name}^{commit}`;
    await git("rev-parse", "--quiet", "--verify", commit).catch((cause: unknown) => {
      throw new Error(`There is no commit ${name}.`, { cause });
    });
    await git("worktree", "add", "--quiet", "--detach", tree, commit);
    await use(tree, (program, ...args) => execute(tree, program, args, stopped.signal));
  } finally {
    // A stopped program may still write for a moment.
    await rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    await execute(repository, "git", ["worktree", "prune"]);
    for (const signal of signals) process.off(signal, stop);
  }
}

async function execute(cwd: string, program: string, args: readonly string[], stopped?: AbortSignal): Promise<void> {
  stopped?.throwIfAborted();
  // A separate process group, so that a signal reaches everything that the program has started, and comes only from here.
  const child = spawn(program, args, { cwd, stdio: ["ignore", 2, 2], detached: true });
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, stopped?.reason as NodeJS.Signals);
  };
  stopped?.addEventListener("abort", stop);
  const exit = await new Promise<number | string | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ?? code));
  }).finally(() => stopped?.removeEventListener("abort", stop));
  if (exit !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${exit}.`);
}
