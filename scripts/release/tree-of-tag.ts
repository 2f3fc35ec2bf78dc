import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program that runs to its end; what it says goes to stderr, so that stdout is the caller's own. */
export type Run = (program: string, ...args: readonly string[]) => Promise<void>;

const signals = ["SIGINT", "SIGTERM"] as const;

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
  const stopped = new AbortController();
  const stop = (signal: NodeJS.Signals): void => stopped.abort(signal);
  for (const signal of signals) process.once(signal, stop);
  const git: Run = (...args) => execute(repository, "git", args, stopped.signal);
  try {
    const commit = `refs/tags/${tag}^{commit}`;
    await git("rev-parse", "--quiet", "--verify", commit).catch((cause: unknown) => {
      throw new Error(`There is no tag ${tag}.`, { cause });
    });
    await git("worktree", "add", "--quiet", "--detach", tree, commit);
    await use(tree, (program, ...args) => execute(tree, program, args, stopped.signal));
  } finally {
    // What was stopped may still write for a moment.
    await rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    await execute(repository, "git", ["worktree", "prune"]);
    for (const signal of signals) process.off(signal, stop);
  }
}

async function execute(cwd: string, program: string, args: readonly string[], stopped?: AbortSignal): Promise<void> {
  stopped?.throwIfAborted();
  // A group of its own, so that a signal reaches what the program has started, and comes from here alone.
  const child = spawn(program, args, { cwd, stdio: ["ignore", 2, 2], detached: true });
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, stopped?.reason as NodeJS.Signals);
  };
  stopped?.addEventListener("abort", stop);
  const ended = await new Promise<number | string | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal ?? code));
  }).finally(() => stopped?.removeEventListener("abort", stop));
  if (ended !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${ended}.`);
}
