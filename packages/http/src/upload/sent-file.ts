import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";

/** A file to upload, open for reading. */
export interface SentFile {
  readonly handle: FileHandle;
  /** The name that the service sees, without folders. */
  readonly name: string;
  /** The size in bytes. */
  readonly size: number;
  /** Returns true if its size and its time of modification are still the same. */
  isUnchanged(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a file to upload. Returns a string if there is a problem with it, for the list of problems. */
export async function openSentFile(path: string): Promise<SentFile | string> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    return `${path} cannot be read (${error instanceof Error && "code" in error ? String(error.code) : "unknown"})`;
  }
  const found = await handle.stat();
  const problem = !found.isFile()
    ? `${path} is not a file (upload a folder as a zip of it)`
    : found.size === 0
      ? `${path} is empty`
      : undefined;
  if (problem) {
    await handle.close();
    return problem;
  }
  return {
    handle,
    name: basename(path),
    size: found.size,
    async isUnchanged() {
      const now = await handle.stat();
      return now.size === found.size && now.mtimeMs === found.mtimeMs;
    },
    close: () => handle.close(),
  };
}
