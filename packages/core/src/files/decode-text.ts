/**
 * Decodes the bytes of a file that a person made: UTF-8, or UTF-16 with a byte order mark, as PowerShell 5 and some editors
 * write it.
 *
 * @throws an error that says so, if the bytes are not text
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error("its bytes are not text (UTF-8, or UTF-16 with a byte order mark)", { cause });
  }
}
