import { randomBytes } from "node:crypto";

/** A form of one file and texts after it: the bytes before the file's, and those after. */
export interface Form {
  readonly contentType: string;
  readonly head: Buffer;
  readonly tail: Buffer;
}

/**
 * Frames the parts as `curl -F 'app_file=@…' -F 'data=…'` does: the file first, each text without a Content-Type.
 *
 * The boundary is 192 random bits, new for each form. The chance that a file contains it is 2⁻¹⁵⁰ or less, so the file
 * is not searched for it.
 *
 * @param texts by the names of their fields, which need no escaping
 */
export function frame(
  file: { readonly field: string; readonly name: string },
  texts: Readonly<Record<string, string>>,
): Form {
  const boundary = `----remotest${randomBytes(24).toString("hex")}`;
  const parts = Object.entries(texts).map(
    ([name, text]) => `\r\n--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}`,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(
      `--${boundary}\r\n` +
        `Content-Disposition: form-data; name="${file.field}"; filename="${escapeFileName(file.name)}"\r\n` +
        "Content-Type: application/octet-stream\r\n\r\n",
    ),
    tail: Buffer.from(`${parts.join("")}\r\n--${boundary}--\r\n`),
  };
}

/** Escapes three characters, as browsers do (WHATWG HTML, multipart/form-data encoding); all others are sent as UTF-8. */
export function escapeFileName(name: string): string {
  return name.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}
