import { eastAsianWidth } from "get-east-asian-width";
import { beginning, type CleanText, clean, type OwnText } from "../words/service-text.ts";

const ascii = /^[ -~]*$/;
const takesNoRoom = /^[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u;
const emoji = /\p{Emoji_Presentation}|\ufe0f|\p{Regional_Indicator}{2}/u;

/**
 * Text whose characters never join with another: Western letters, our own signs, syllables and ideographs of East Asia.
 * Most text is of this kind, and to make a segmenter takes longer than all that a run prints.
 */
const separate =
  /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u259f\u2713\u2717\u2800-\u28ff\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*$/;

let segmenter: Intl.Segmenter | undefined;

/** The number of terminal columns of clean text without colours: Korean letters and emoji take two. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length;
  return characters(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

/**
 * Cuts a text to a number of columns. It ends with an ellipsis, and what people see as one character stays whole.
 * @example fit(clean`기기 이름`, 5) // "기기…"
 */
export function fit(text: CleanText, columns: number): CleanText {
  if (displayWidth(text) <= columns) return text;
  let length = 0;
  let width = 0;
  for (const character of characters(text)) {
    width += characterWidth(character);
    if (width > columns - 1) break;
    length += character.length;
  }
  return columns > 0 ? clean`${beginning(text, length)}…` : clean``;
}

/** Fills a text with spaces up to a number of columns. */
export function pad(text: CleanText, columns: number): CleanText {
  return clean`${text}${spaces(columns - displayWidth(text))}`;
}

/**
 * Breaks a text between words into lines of a terminal's width. A word that is wider than a line stays whole, so that
 * addresses and commands can still be copied.
 *
 * @param columns undefined if there is no terminal: then it is one line
 * @param indent the beginning of each line after the first one
 * @example wrap(clean`Check the address (--base-url).`, 20, clean`  `) // ["Check the address", "  (--base-url)."]
 */
export function wrap(text: CleanText, columns: number | undefined, indent: OwnText = clean``): readonly CleanText[] {
  if (columns === undefined || displayWidth(text) <= columns) return [text];
  const lines: CleanText[] = [];
  const words = text.trimStart();
  const begin = spaces(text.length - words.length);
  let line: CleanText = clean``;
  for (const word of words.split(" ")) {
    const prefix = lines.length === 0 ? begin : indent;
    if (line !== "" && displayWidth(`${prefix}${line} ${word}`) > columns) {
      lines.push(clean`${prefix}${line}`);
      line = word;
    } else line = line === "" ? word : clean`${line} ${word}`;
  }
  return [...lines, clean`${lines.length === 0 ? begin : indent}${line}`];
}

/** A number of spaces; none if the number is negative. */
export function spaces(number: number): OwnText {
  return clean` `.repeat(Math.max(0, number));
}

function characters(text: string): readonly string[] {
  if (separate.test(text)) return text.split("");
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function characterWidth(character: string): number {
  if (takesNoRoom.test(character)) return 0;
  if (emoji.test(character)) return 2;
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}
