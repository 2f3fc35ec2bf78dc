import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** A file that must not be read: not a plain file, or larger than anything that belongs there. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

/**
 * Reads a file that anyone may have put there. It is opened once, without waiting, and checked and read through one
 * handle: a pipe does not block, and nothing can change between the check and the read.
 *
 * @param mostBytes a larger file is refused
 * @throws {UnreadableFileError} if it is not a plain file or is too large; otherwise the error of the file system
 * @example await readGuarded(join(dir, "run.json"), 16 * 2 ** 20)
 */
export async function readGuarded(path: string, mostBytes: number): Promise<string> {
  await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const found = await file.stat();
  if (!found.isFile()) throw new UnreadableFileError("It is not a file.");
  if (found.size > mostBytes) throw new UnreadableFileError(`It is larger than ${mostBytes / 2 ** 20} MiB.`);
  return file.readFile("utf8");
}
