import { type FileHandle, open } from "node:fs/promises";

/** Writes a new file that a power cut does not lose, once its name is on the disk too: see `keepNames`. */
export async function writeOnDisk(path: string, content: string | Uint8Array): Promise<void> {
  await using file = await open(path, "w");
  await fillOnDisk(file, content);
}

/** Writes the content of a new file and syncs it, so that a power cut does not leave it empty. */
export async function fillOnDisk(file: FileHandle, content: string | Uint8Array): Promise<void> {
  await file.writeFile(content);
  await file.sync().catch(throwIfNotKept);
}

/** Syncs a directory, so that the names of its files are on the disk. */
export async function keepNames(dir: string): Promise<void> {
  try {
    await using names = await open(dir, "r");
    await names.sync();
  } catch (error) {
    throwIfNotKept(error);
  }
}

/** Windows cannot sync a directory, and some network file systems cannot sync at all; that is not an error. */
function throwIfNotKept(error: unknown): void {
  if (["EIO", "ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
}
