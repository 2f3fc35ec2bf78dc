import { type FileHandle, open } from "node:fs/promises";
import { basename, extname } from "node:path";
import { appFileExtensions } from "../generated/limits.ts";

/** An app file, open for reading. */
export interface AppFile {
  readonly handle: FileHandle;
  /** The name that the service sees, without folders. */
  readonly name: string;
  /** The size in bytes. */
  readonly size: number;
  /** Returns true if its size and its time of modification are still the same. */
  isUnchanged(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the app file. Returns a string if there is a problem with it, for the list of problems. */
export async function openAppFile(path: string): Promise<AppFile | string> {
  if (typeof path !== "string" || path === "") return "appFile is missing";
  const extension = extname(path).slice(1).toLowerCase();
  if (!appFileExtensions.some((known) => known === extension)) {
    return `appFile: ${basename(path)} does not end in .${appFileExtensions.join(", .")}`;
  }
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    return `appFile: ${path} cannot be read (${error instanceof Error && "code" in error ? String(error.code) : "unknown"})`;
  }
  const found = await handle.stat();
  const problem = !found.isFile()
    ? `appFile: ${path} is not a file (upload a folder as a zip of it)`
    : found.size === 0
      ? `appFile: ${path} is empty`
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
