import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The program that `npx remotest` runs. REMOTEST_BIN names another build, such as an installed one. */
export const builtCommand: string =
  process.env["REMOTEST_BIN"] ?? join(import.meta.dirname, "../../../packages/remotest/dist/bin.js");

/** The result of the command. */
export interface CommandResult {
  /** The exit code; null if a signal killed the process. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The options for running the command. */
export interface LaunchOptions {
  /** Variables besides PATH; the test's own environment is not passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a new folder for each process, because two of them must not use one report directory. */
  readonly cwd?: string;
  /** The version of Node to run it with. Default: the one that runs the tests. */
  readonly node?: string;
  /** The words before the arguments. Default: the built command. */
  readonly command?: readonly string[];
  /** Milliseconds after which it counts as hanging and is killed. Default: a minute, longer than any test should take. */
  readonly limitMs?: number;
}

/** The command while it runs. */
export interface RunningCommand {
  readonly ended: Promise<CommandResult>;
  /** Returns everything that was written to stderr so far. */
  readonly stderr: () => string;
  readonly stdout: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Variables of every process that a test starts: the programs it finds, and where Node keeps what it has compiled. */
export const surroundings: Readonly<Record<string, string>> = Object.fromEntries(
  ["PATH", "NODE_COMPILE_CACHE"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** Starts the built command as a separate process, in a clean environment. */
export function launch(
  args: readonly string[],
  { env = {}, cwd, node = process.execPath, command = [builtCommand], limitMs = 60_000 }: LaunchOptions = {},
): RunningCommand {
  if (!existsSync(builtCommand)) throw new Error(`${builtCommand} is missing: build it with pnpm run build`);
  const own = cwd === undefined ? mkdtempSync(join(tmpdir(), "remotest-launch-")) : undefined;
  const child = spawn(node, [...command, ...args], {
    env: { ...surroundings, ...env },
    cwd: cwd ?? own,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = collect(child, "stdout");
  const stderr = collect(child, "stderr");
  const ended = new Promise<CommandResult>((resolve, reject) => {
    // A process that hangs must not outlive the tests.
    const tooLong = setTimeout(() => child.kill("SIGKILL"), limitMs);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(tooLong);
      if (own !== undefined) rmSync(own, { recursive: true });
      resolve({ code, stdout: stdout(), stderr: stderr() });
    });
  });
  return { ended, stdout, stderr, kill: (signal) => void child.kill(signal) };
}

/** Runs the built command to its end. */
export function remotest(args: readonly string[], options?: LaunchOptions): Promise<CommandResult> {
  return launch(args, options).ended;
}

function collect(child: ChildProcess, stream: "stdout" | "stderr"): () => string {
  const chunks: Buffer[] = [];
  child[stream]?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

/** Waits until a condition is true. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
