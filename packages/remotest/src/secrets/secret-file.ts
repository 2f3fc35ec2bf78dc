import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { platform } from "node:os";
import { decodeText, type SecretFile } from "@remotest/core/flow";

const readableByOthers = 0o004;
/** No key is this long. */
const maxBytes = 64 * 1024;

/**
 * Reads the file of a secret through one handle. On Windows, which has no such file mode, it never counts as readable by
 * all.
 *
 * @throws an error that says what is wrong with the file
 */
export function readSecretFile(path: string): SecretFile {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new Error("it is not a file");
    if (found.size > maxBytes) throw new Error(`it is larger than ${maxBytes / 1024} KiB`);
    return {
      text: decodeText(readFileSync(file)),
      isReadableByAll: platform() !== "win32" && (found.mode & readableByOthers) !== 0,
    };
  } finally {
    closeSync(file);
  }
}
