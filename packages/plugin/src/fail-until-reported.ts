import { writeSync } from "node:fs";

/** The part of the process that {@link unfinished} needs. */
export type EndingProcess = Pick<
  NodeJS.Process,
  "exitCode" | "exit" | "kill" | "pid" | "platform" | "removeAllListeners"
> & {
  once(event: "exit", listener: (code: number) => void): unknown;
};

/** How a process may end that has a verdict to tell. */
export interface Ending {
  /** To be called with the exit code once the verdict has reached the CI system. */
  readonly told: (exitCode: number) => void;
  /** Ends the process now, with 130 or 143 as a signal does, and with the last words where no verdict is told. */
  readonly leave: (exitCode: number) => void;
}

/**
 * Makes every end of the process a failure until the verdict is told: with a promise that never settles Node would end
 * with 0, and without a word.
 *
 * @param lastWords what the CI system is told of an end without a verdict, by the exit code; one line or more
 * @example const { told } = unfinished(process, () => loggingCommand("task.complete", { result: "Failed" }, "…"));
 */
export function unfinished(process: EndingProcess, lastWords: (exitCode: number) => string): Ending {
  let isSaid = false;
  const say = (exitCode: number): void => {
    if (isSaid) return;
    isSaid = true;
    try {
      // Only what is written at once is still written.
      writeSync(1, lastWords(exitCode));
    } catch {
      // Nobody reads any more; the exit code says it.
    }
  };
  process.exitCode = 3;
  process.once("exit", (code) => {
    if (isSaid) return;
    // Node ends with 1 after an error that nothing catches: here that is not "tests failed".
    const shown = code === 0 || code === 1 ? 3 : code;
    process.exitCode = shown;
    say(shown);
  });
  return {
    told: (exitCode) => {
      isSaid = true;
      process.exitCode = exitCode;
    },
    leave: (exitCode) => {
      say(exitCode);
      const signal = exitCode === 130 ? "SIGINT" : "SIGTERM";
      if (process.platform === "win32") process.exit(exitCode);
      // `process.exit` waits for the threads that read and write files: with a disk that hangs, for ever.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    },
  };
}
