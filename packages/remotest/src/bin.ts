#!/usr/bin/env node
// The only file that touches `process`. It stays small: what `--version` needs is here, all else is loaded when asked for.
import manifest from "../package.json" with { type: "json" };
import type { Platform } from "./platform.ts";

/** Signals within this time are one request to stop. */
const sameRequestMs = 1_000;

/** Why stdout could not be written, if so. A reader that goes away early (EPIPE) has read what it wanted. */
let lost: NodeJS.ErrnoException | undefined;
/** Whether anything was to be written to stdout: of a run nothing is, unless a script asks for it. */
let asked = false;

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
  process.stdout.write(`${manifest.version}\n`);
} else {
  void start();
}

async function start(): Promise<void> {
  // Should everything come to rest before there is a verdict, that is no pass.
  process.exitCode = 3;
  // By itself Node ends with 1, which says that tests failed, and prints what may hold a secret.
  process.on("uncaughtException", ({ name, code }: NodeJS.ErrnoException) => {
    process.stderr.write(
      `\n✗ Something unforeseen went wrong: ${code ?? name}\n  → Report it. What was started stands in run.json of the report directory.\n`,
    );
    process.exit(3);
  });
  const { main } = await import("./main.ts");
  const exitCode = await main(args, platform());
  await Promise.all([...(asked ? [process.stdout] : []), process.stderr].map(flushed));
  // What was asked for did not get out, to a full disk for one: whoever reads it must not go on as if it had.
  // A connection that does not end must not keep the process.
  process.exit(lost && exitCode === 0 ? 3 : exitCode);
}

async function delivered(): Promise<void> {
  await flushed(process.stdout);
  // The event of an error comes a little after the error.
  await new Promise((resolve) => setImmediate(resolve));
  if (lost) throw new Error(`stdout cannot be written: ${lost.message}`, { cause: lost });
}

function flushed(output: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    if (!output.writable) done();
    else output.write("", () => done());
  });
}

/**
 * Ends the process as the signal would without us, which a shell calls 130 or 143. `process.exit` waits for the threads
 * that read and write files: with a disk that hangs, for ever.
 */
function leave(signal: "SIGINT" | "SIGTERM"): void {
  if (process.platform === "win32") process.exit(signal === "SIGINT" ? 130 : 143);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function platform(): Platform {
  const interrupted = new AbortController();
  let askedAt = 0;
  // Whoever reads the output may go away; the run and its verdict do not depend on it.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") lost ??= error;
  });
  process.stderr.on("error", () => undefined);
  return {
    version: manifest.version,
    env: process.env,
    stdout: {
      write: (text) => {
        asked = true;
        return process.stdout.write(text);
      },
      isTTY: process.stdout.isTTY,
    },
    delivered,
    stderr: process.stderr,
    interrupted: interrupted.signal,
    onInterrupt: (stop) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.on(signal, () => {
          // One request comes twice where npm stands between: from whoever asks, and passed on by npm.
          if (interrupted.signal.aborted && performance.now() - askedAt < sameRequestMs) return;
          // Asked twice, or still not done in time: go at once. What matters stands in run.json since the start.
          if (interrupted.signal.aborted) leave(signal);
          askedAt = performance.now();
          setTimeout(() => leave(signal), 4_500).unref();
          interrupted.abort(stop(signal));
        });
      }
    },
  };
}
