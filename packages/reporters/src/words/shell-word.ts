import { type CleanText, clean } from "./service-text.ts";

/**
 * Quotes a text so that every shell reads it as one word: sh, PowerShell and cmd. A part of it may come from a service.
 * If no quotes are safe in all of them, a placeholder that no shell takes stands for it.
 *
 * @example shellWord(serviceLine("ats:A/b c")) // '"ats:A/b c"'
 */
export function shellWord(text: CleanText): CleanText {
  if (/^[\w./][\w:/.@%+=-]*$/.test(text)) return text;
  // PowerShell also takes typographic quotes as quotes.
  if (/^[^"$`\\!\u2018-\u201f\s]+(?: [^"$`\\!\u2018-\u201f\s]+)*$/.test(text)) return clean`"${text}"`;
  // For cmd, these quotes are letters: what it reads as an operator must not be between them.
  if (/^[^'"&|<>^!\u2018-\u201f\s]+(?: [^'"&|<>^!\u2018-\u201f\s]+)*$/.test(text)) return clean`'${text}'`;
  return clean`<reference>`;
}
