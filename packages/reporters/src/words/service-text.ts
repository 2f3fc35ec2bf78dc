/** The longest name that a report shows in full, in UTF-16 code units. */
export const longestName = 500;

// oxlint-disable no-control-regex -- removing control characters is what this file is for.
// No sequence holds the beginning of another: each is looked for in what lies between two, once.
const terminalSequence =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;
const lineEnd = /\r\n?|[\u0085\u2028\u2029]/g;
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/gu;
const raggedSpace = /^\s|\s$|\s\s|[^\S ]/;
/** Holds whatever must be changed in a text: most texts are fine, and a report has hundreds of thousands of them. */
const suspicious =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}|::|##/u;
// oxlint-enable no-control-regex

/**
 * Text from a service that can stand in any file and in any CI system's log: its words and line breaks stay. Taken out
 * are terminal sequences, control characters, characters that XML cannot hold, lone surrogates and what turns the
 * writing direction. Broken up by a space, so that people can still read them, are the commands that CI systems obey
 * in a log: `::command::` at the start of a line (GitHub), `##[command]` and `##vso[command]` anywhere (GitHub, Azure).
 *
 * @example cleanText("\u001b[31mred\u001b[0m\n::error::x") // "red\n: :error::x"
 */
export function cleanText(text: string): string {
  if (!suspicious.test(text)) return text;
  return withoutLogCommands(
    text.replaceAll(terminalSequence, "").replaceAll(lineEnd, "\n").replaceAll(unprintable, ""),
  );
}

/**
 * Clean text from a service as one line.
 * @param longest the length to cut to, in UTF-16 code units
 * @example serviceLine("boom\n  at login") // "boom at login"
 */
export function serviceLine(text: string, longest: number = Number.POSITIVE_INFINITY): string {
  // Cleaned as a whole: of a sequence that is cut in two, one half would stay, and join what it stood between.
  const clean = cleanText(text);
  return cut(raggedSpace.test(clean) ? clean.replaceAll(/\s+/g, " ").trim() : clean, longest);
}

function withoutLogCommands(text: string): string {
  if (!text.includes("::") && !text.includes("##")) return text;
  return text
    .replaceAll(/##(?=\w*\[)/g, "# #")
    .replaceAll(/:{2,}/g, (colons, at: number) =>
      colons.length === 2 && isWord(text[at - 1]) && isWord(text[at + 2]) ? colons : [...colons].join(" "),
    );
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

/** Cuts to at most `longest` UTF-16 code units, the last being an ellipsis, and never through a character. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, Math.max(0, longest - 1)).replace(/[\ud800-\udbff]$/, "")}…`;
}
