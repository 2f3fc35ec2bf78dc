import { platform } from "node:os";

/** In milliseconds. A virus scanner or an indexer lets go of a new file long before that. */
const longestMs = 2_000;
const firstPauseMs = 10;

/** The system, and how long to try, for tests. */
interface Trial {
  readonly system?: string;
  readonly forMs?: number;
}

/**
 * Does something with a file that another program may have open. Windows then refuses to read, rename, replace or remove
 * it, as it never happens elsewhere; mostly a virus scanner reads what was just written, so the action is repeated for up
 * to two seconds.
 *
 * @throws the last error of the action
 * @example await retryWhileInUse(() => rename(draft, target))
 */
export async function retryWhileInUse<T>(
  action: () => Promise<T>,
  { system, forMs = longestMs }: Trial = {},
): Promise<T> {
  for (let waited = 0, pause = firstPauseMs; ; waited += pause, pause *= 2) {
    try {
      return await action();
    } catch (error) {
      if (!isInUse(error, system) || waited >= forMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Does the same for callers that cannot wait otherwise. */
export function retryWhileInUseSync<T>(action: () => T, { system, forMs = longestMs }: Trial = {}): T {
  for (let waited = 0, pause = firstPauseMs; ; waited += pause, pause *= 2) {
    try {
      return action();
    } catch (error) {
      if (!isInUse(error, system) || waited >= forMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}

/** True if the error may mean that another program has the file open; only Windows has such errors. */
export function isInUse(error: unknown, system: string = platform()): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return system === "win32" && (code === "EBUSY" || code === "EPERM" || code === "EACCES");
}
