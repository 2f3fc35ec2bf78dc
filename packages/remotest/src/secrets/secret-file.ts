import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { platform } from "node:os";
import { decodeSecret, type SecretFile } from "@remotest/core/flow";

const readableByOthers = 0o004;
/** No key is as long. */
const mostBytes = 64 * 1024;

/**
 * What is in the file of a secret, opened once and read through that handle. Windows knows no mode of readers: there
 * nothing is said of it.
 *
 * @throws an error that says what is wrong with it
 */
export function readSecretFile(path: string): SecretFile {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error("it is not a file");
    if (found.size > mostBytes) throw new Error(`it is larger than ${mostBytes / 1024} KiB`);
    return {
      text: textOf(readFileSync(file)),
      isReadableByAll: platform() !== "win32" && (found.mode & readableByOthers) !== 0,
    };
  } finally {
    closeSync(file);
  }
}

function textOf(bytes: Buffer): string {
  try {
    return decodeSecret(bytes);
  } catch (cause) {
    throw new Error("its bytes are not text (UTF-8, or UTF-16 with a byte order mark)", { cause });
  }
}
