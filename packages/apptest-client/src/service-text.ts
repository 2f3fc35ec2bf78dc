import type { Redact } from "@remotest/http";

/** What may not reach a terminal or a log: control characters, and marks that reorder the text around them. */
const unprintable = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Text from the service as one line that is safe to print: secrets out, control characters out, at most `limit`
 * characters. It is data; it is never trusted to be a message.
 */
export function serviceText(value: string, redact: Redact, limit = 500): string {
  // Redacted before it is cut, since half a secret would be left at the end; and once more after every change to it.
  const line = redact(
    redact(value)
      .slice(0, limit * 20)
      .replaceAll(unprintable, " ")
      .replaceAll(/ {2,}/g, " ")
      .trim(),
  );
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}
