import { writeSync } from "node:fs";

/** The part of the process that {@link failUntilReported} needs. */
export type EndingProcess = Pick<
  NodeJS.Process,
  "exitCode" | "exit" | "kill" | "pid" | "platform" | "removeAllListeners"
> & {
  once(event: "exit", listener: (code: number) => void): unknown;
};

/** The ways in which a process with a verdict may end. */
export interface Ending {
  /** Call it with the exit code when the verdict has reached the CI system. */
  readonly markReported: (exitCode: number) => void;
  /** Ends the process immediately, with 130 or 143 as a signal does; without a reported verdict, it prints the last words. */
  readonly leave: (exitCode: number) => void;
}

/**
 * Makes every end of the process a failure until the verdict is reported: if a promise never settles, Node would end
 * with 0 and without a message.
 *
 * @param lastWords returns the lines for the CI system if the process ends without a verdict, by the exit code
 * @example const { markReported } = failUntilReported(process, (code) => `::error::The step ended with ${code}.\n`);
 */
export function failUntilReported(process: EndingProcess, lastWords: (exitCode: number) => string): Ending {
  let isOver = false;
  const printLastWords = (exitCode: number): void => {
    if (isOver) return;
    isOver = true;
    try {
      // A process that is ending only writes synchronously.
      writeSync(1, lastWords(exitCode));
    } catch {
      // The log is closed; the exit code is enough.
    }
  };
  process.exitCode = 3;
  process.once("exit", (code) => {
    if (isOver) return;
    // Node ends with 1 after an uncaught error: that must not look like failed tests.
    const shown = code === 0 || code === 1 ? 3 : code;
    process.exitCode = shown;
    printLastWords(shown);
  });
  return {
    markReported: (exitCode) => {
      isOver = true;
      process.exitCode = exitCode;
    },
    leave: (exitCode) => {
      printLastWords(exitCode);
      const signal = exitCode === 130 ? "SIGINT" : "SIGTERM";
      if (process.platform === "win32") process.exit(exitCode);
      // `process.exit` waits for the threads that read and write files: if a disk hangs, forever.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    },
  };
}
