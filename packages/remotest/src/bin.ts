#!/usr/bin/env node
// The only file that touches `process`. It stays small: only what `--version` needs is here, the rest is loaded on demand.
import { relative } from "node:path";
import manifest from "../package.json" with { type: "json" };
import type { Platform } from "./platform.ts";

/** Signals within this time are one request to stop. */
const sameRequestMs = 1_000;

/** Set if stdout could not be written. EPIPE does not count: a reader that closes the pipe early has read what it wanted. */
let stdoutError: NodeJS.ErrnoException | undefined;
/** True as soon as anything is written to stdout. A run writes nothing there unless a script asks for it. */
let isStdoutUsed = false;
/** True as soon as it has been printed how the command ended. */
let isTold = false;

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${manifest.version}\n`);
} else {
  void start();
}

async function start(): Promise<void> {
  // If the event loop empties before there is a verdict, the process must not end with 0, and not without a word.
  process.exitCode = 3;
  process.on("exit", () => {
    if (isTold) return;
    // A module of the user's that calls `process.exit(0)` must not make a pass of it.
    process.exitCode = 3;
    process.stderr.write(
      "\n✗ The command ended before there was a verdict: something that it waited for never came.\n  → If you use your own provider or reporter, check that each of its methods settles, and that none of them ends the process. Runs that were started are in run.json in the report directory.\n",
    );
  });
  // Node's own handler would exit with 1, which means that tests failed, and print text that may contain a secret.
  process.on("uncaughtException", ({ name, code }: NodeJS.ErrnoException) => {
    isTold = true;
    process.stderr.write(
      `\n✗ Something unexpected went wrong: ${code ?? name}\n  → Report it. Runs that were started are in run.json in the report directory.\n`,
    );
    process.exit(3);
  });
  if (!hasWorkingDirectory()) {
    isTold = true;
    process.stderr.write(
      "✗ The working directory no longer exists; nothing was sent.\n  → Change to a directory that exists, and run the command again.\n",
    );
    process.exit(2);
  }
  const { main } = await import("./main.ts");
  const exitCode = await main(args, platform());
  isTold = true;
  await Promise.all([...(isStdoutUsed ? [process.stdout] : []), process.stderr].map(flush));
  // If stdout was not written, for example because a disk is full, a script must not continue as if it was.
  // `exit`, because an open connection must not keep the process alive.
  process.exit(stdoutError && exitCode === 0 ? 3 : exitCode);
}

/** Another step may have removed it. Every relative path would fail then, each in its own way. */
function hasWorkingDirectory(): boolean {
  try {
    process.cwd();
    return true;
  } catch {
    return false;
  }
}

async function flushStdout(): Promise<void> {
  await flush(process.stdout);
  // The error event is emitted a little after the failed write.
  await new Promise((resolve) => setImmediate(resolve));
  if (stdoutError) throw new Error(`stdout cannot be written: ${stdoutError.message}`, { cause: stdoutError });
}

function flush(output: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    if (!output.writable) done();
    else output.write("", () => done());
  });
}

/**
 * Ends the process as the signal would have done, which a shell shows as 130 or 143. `process.exit` waits for the threads
 * that read and write files: if a disk hangs, forever.
 */
function leave(signal: "SIGINT" | "SIGTERM"): void {
  isTold = true;
  if (process.platform === "win32") process.exit(signal === "SIGINT" ? 130 : 143);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Lines to copy must run as they are: with npx nothing is installed, and in a clone there is only the file. */
function calledAs(): string {
  const [, script = ""] = process.argv;
  if (process.env["npm_command"] === "exec") return `npx --yes remotest@${manifest.version.split(".")[0]}`;
  return /\bbin\.js$/.test(script) ? `node ${relative("", script)}` : "remotest";
}

let answers: AsyncIterator<string> | undefined;

/** The terminal itself shows and edits what is typed, so Ctrl+C ends the process as everywhere else. */
async function ask(question: string): Promise<string | undefined> {
  if (!answers) {
    const { createInterface } = await import("node:readline");
    answers = createInterface({ input: process.stdin, terminal: false })[Symbol.asyncIterator]();
  }
  process.stderr.write(question);
  const { value, done } = await answers.next();
  return done ? undefined : value;
}

function platform(): Platform {
  const interrupted = new AbortController();
  let firstSignalAt = 0;
  // The reader of the output may close it; the run and its verdict do not depend on that.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") stdoutError ??= error;
  });
  process.stderr.on("error", () => undefined);
  return {
    version: manifest.version,
    calledAs: calledAs(),
    node: process.versions.node,
    env: process.env,
    stdout: {
      write: (text) => {
        isStdoutUsed = true;
        return process.stdout.write(text);
      },
      isTTY: process.stdout.isTTY,
    },
    flushStdout,
    stderr: process.stderr,
    ...(!process.env["CI"] && process.stderr.isTTY && process.stdin.isTTY && { ask }),
    interrupted: interrupted.signal,
    onInterrupt: (stop) => {
      // Ctrl+Break on Windows, where nothing can be sent but this and Ctrl+C.
      for (const sent of ["SIGINT", "SIGTERM", "SIGBREAK"] as const) {
        const signal = sent === "SIGINT" ? sent : "SIGTERM";
        process.on(sent, () => {
          // Under npm each request arrives twice: once directly, and once passed on by npm.
          if (interrupted.signal.aborted && performance.now() - firstSignalAt < sameRequestMs) return;
          // A second request, or not done in time: end immediately. run.json has contained the reference since the start.
          if (interrupted.signal.aborted) leave(signal);
          firstSignalAt = performance.now();
          setTimeout(() => leave(signal), 4_500).unref();
          interrupted.abort(stop(signal));
        });
      }
    },
  };
}
