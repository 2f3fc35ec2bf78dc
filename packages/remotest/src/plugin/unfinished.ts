import { writeSync } from "node:fs";

/** The part of the process that {@link unfinished} needs. */
export interface EndingProcess {
  exitCode?: number | string | null | undefined;
  once(event: "exit", listener: (code: number) => void): unknown;
}

/**
 * Makes every end of the process a failure until the verdict is told: a promise that never settles lets Node end with
 * 0, and so would a task that decides at the very end.
 *
 * @param lastWords what the CI system is told of an end without a verdict, by the exit code; one line or more
 * @returns told by the exit code to end with, once the verdict has reached the CI system
 * @example const told = unfinished(process, () => loggingCommand("task.complete", { result: "Failed" }, "…"));
 */
export function unfinished(process: EndingProcess, lastWords: (code: number) => string): (exitCode: number) => void {
  let isTold = false;
  process.exitCode = 3;
  process.once("exit", (code) => {
    if (isTold) return;
    const failing = code === 0 ? 3 : code;
    process.exitCode = failing;
    try {
      // Only what is written at once is still written.
      writeSync(1, lastWords(failing));
    } catch {
      // Nobody reads any more; the exit code says it.
    }
  });
  return (exitCode) => {
    isTold = true;
    process.exitCode = exitCode;
  };
}
