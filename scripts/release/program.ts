import { execFile } from "node:child_process";

/** The end of a program that failed. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
  readonly stdout: string;
  readonly stderr: string;

  constructor(line: string, stdout: string, stderr: string, cause: unknown) {
    super(`${line} failed:\n${stderr.trim() || stdout.trim()}`, { cause });
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

/** How a program is run. */
export interface ProgramSetup {
  readonly cwd?: string;
  /** Variables in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end and returns what it printed on stdout.
 * @throws {ProgramError} if it cannot be started or fails. The message repeats the line without the values of `--token`.
 * @example await run("git", ["rev-parse", "HEAD"], { cwd: root });
 */
export function run(program: string, args: readonly string[], { cwd, env }: ProgramSetup = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const shown = args.map((arg, at) => (args[at - 1] === "--token" ? "***" : arg));
      reject(new ProgramError([program, ...shown].join(" "), stdout, stderr, error.code));
    });
  });
}
