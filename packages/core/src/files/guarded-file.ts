import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** A file that must not be read: not a plain file, or larger than anything that belongs there. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

/**
 * The text of a file that others may have put in its place. It is opened once, without waiting, and looked at and read
 * through that one handle: a pipe is not waited for, and nothing changes between the look and the reading.
 *
 * @param mostBytes a larger file is refused
 * @throws {UnreadableFileError} for what is not a plain file or is too large; the error of the file system otherwise
 * @example await readGuarded(join(dir, "run.json"), 16 * 2 ** 20)
 */
export async function readGuarded(path: string, mostBytes: number): Promise<string> {
  await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const found = await file.stat();
  if (!found.isFile()) throw new UnreadableFileError("It is not a file.");
  if (found.size > mostBytes) throw new UnreadableFileError(`It is larger than ${mostBytes / 2 ** 20} MiB.`);
  return file.readFile("utf8");
}
