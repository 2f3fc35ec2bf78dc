import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** What `npx remotest` runs; REMOTEST_BIN names another build of it, such as an installed one. */
export const builtCommand: string =
  process.env["REMOTEST_BIN"] ?? join(import.meta.dirname, "../../../packages/remotest/dist/bin.js");

/** How the command ended. */
export interface Ended {
  /** The exit code; null where a signal killed the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the command is run with, besides its words. */
export interface Surroundings {
  /** Variables besides PATH; nothing of the test's own environment gets through. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The Node to run it with. Default: the one that runs the tests. */
  readonly node?: string;
  /** Milliseconds after which it hangs and is killed. Default: a minute, longer than any test of it should take. */
  readonly longestMs?: number;
}

/** The command while it runs. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Everything that was written to stderr so far. */
  readonly stderr: () => string;
  readonly stdout: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Starts the built command as a process of its own, in a clean environment. */
export function launch(
  args: readonly string[],
  { env = {}, cwd, node = process.execPath, longestMs = 60_000 }: Surroundings = {},
): Running {
  if (!existsSync(builtCommand)) throw new Error(`${builtCommand} is missing: build it with pnpm run build`);
  const child = spawn(node, [builtCommand, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = collected(child, "stdout");
  const stderr = collected(child, "stderr");
  const ended = new Promise<Ended>((resolve, reject) => {
    // A process that hangs must not outlive the tests.
    const tooLong = setTimeout(() => child.kill("SIGKILL"), longestMs);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(tooLong);
      resolve({ code, stdout: stdout(), stderr: stderr() });
    });
  });
  return { ended, stdout, stderr, kill: (signal) => void child.kill(signal) };
}

/** Runs the built command to its end. */
export function remotest(args: readonly string[], surroundings?: Surroundings): Promise<Ended> {
  return launch(args, surroundings).ended;
}

function collected(child: ChildProcess, stream: "stdout" | "stderr"): () => string {
  const chunks: Buffer[] = [];
  child[stream]?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

/** Waits until something is so. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
