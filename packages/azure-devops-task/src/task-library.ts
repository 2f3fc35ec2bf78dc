import type * as taskLibrary from "azure-pipelines-task-lib/task.js";
import process from "node:process";

/** Microsoft's library for tasks: `azure-pipelines-task-lib`. */
export type TaskLibrary = typeof taskLibrary;

/**
 * Loads the library, which removes the inputs and secret variables from the environment. Two side effects are undone; see
 * docs/decisions/0030-plugins-use-their-vendors-libraries.md:
 * - It prints each value that it reads for debugging, even secrets, before they can be masked
 *   (https://github.com/microsoft/azure-pipelines-task-lib/issues/127 and 589).
 * - It catches every uncaught error, prints its message, and lets the process continue.
 */
export async function loadTaskLibrary(): Promise<TaskLibrary> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  const before = caughtEvents.map((event) => process.rawListeners(event));
  stdout.write = withoutDebugging(write);
  try {
    const library = await import("azure-pipelines-task-lib/task.js");
    library.setStdStream({ write: withoutDebugging((text) => stdout.write(text)) });
    return library;
  } finally {
    stdout.write = write;
    for (const [index, event] of caughtEvents.entries())
      for (const listener of process.rawListeners(event))
        if (!before[index]?.includes(listener)) process.removeListener(event, listener as () => void);
  }
}

const caughtEvents = ["uncaughtException", "unhandledRejection"] as const;

/** The library writes one whole line at a time. */
function withoutDebugging(write: (text: string) => boolean): (text: string | Uint8Array) => boolean {
  return (text) => String(text).startsWith("##vso[task.debug]") || write(String(text));
}
