import { randomBytes } from "node:crypto";

/** A form of one file and one text: the bytes before the file's, and those after. */
export interface Form {
  readonly contentType: string;
  readonly head: Buffer;
  readonly tail: Buffer;
}

/**
 * Frames the two parts as `curl -F 'app_file=@…' -F 'data=…'` does: the file first, the text without a Content-Type.
 * apptest.ai REST API v2 page, section 1, Request Example.
 *
 * The boundary is 192 random bits, new for each form. The chance that a file contains it is 2⁻¹⁵⁰ or less, so the file
 * is not searched for it.
 */
export function frame(fileName: string, data: string): Form {
  const boundary = `----remotest${randomBytes(24).toString("hex")}`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(
      `--${boundary}\r\n` +
        `Content-Disposition: form-data; name="app_file"; filename="${escapeFileName(fileName)}"\r\n` +
        "Content-Type: application/octet-stream\r\n\r\n",
    ),
    tail: Buffer.from(
      `\r\n--${boundary}\r\nContent-Disposition: form-data; name="data"\r\n\r\n${data}\r\n--${boundary}--\r\n`,
    ),
  };
}

/** Escapes three characters, as browsers do (WHATWG HTML, multipart/form-data encoding); all others are sent as UTF-8. */
export function escapeFileName(name: string): string {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}
