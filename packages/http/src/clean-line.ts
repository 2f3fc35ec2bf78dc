import type { Redact } from "./redactor.ts";

/** What may not reach a terminal or a log: control characters, and marks that reorder the text around them. */
const unprintable = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * Makes a text of a service or the network into one line that is safe to print: without secrets, without control
 * characters, and of at most `longest` characters. It is data; it is never trusted to be a message.
 *
 * @example cleanLine("no\u001b[2Jsuch\nkey s3cret", redactor(["s3cret"])) // "no [2Jsuch key ***"
 */
export function cleanLine(text: string, redact: Redact, longest = 500): string {
  // Redacted before it is cut, since half a secret would be left at the end; and once more after every change to it.
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
