import type { Redact } from "./redactor.ts";

/** Characters that must not reach a terminal or a log: control characters, and marks that reorder the text around them. */
const unprintable = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Turns a text from a service or the network into one line that is safe to print: without secrets, without control
 * characters, and at most `longest` characters long.
 *
 * @example cleanLine("no\u001b[2Jsuch\nkey s3cret", redactor(["s3cret"])) // "no [2Jsuch key ***"
 */
export function cleanLine(text: string, redact: Redact, longest = 500): string {
  // Redacted before the cut, which could leave half a secret at the end, and again because the cleaning may join one.
  const line = redact(
    redact(text)
      .slice(0, longest * 20)
      .replaceAll(unprintable, " ")
      .replaceAll(/ {2,}/g, " ")
      .trim(),
  );
  const characters = [...line];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : line;
}
