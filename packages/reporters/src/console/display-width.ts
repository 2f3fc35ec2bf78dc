import { eastAsianWidth } from "get-east-asian-width";

const ascii = /^[ -~]*$/;
const takesNoRoom = /^[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u;
const emoji = /\p{Emoji_Presentation}|\ufe0f|\p{Regional_Indicator}{2}/u;

let segmenter: Intl.Segmenter | undefined;

/** The columns that clean text without colours takes on a terminal: Korean letters and emoji take two. */
export function displayWidth(text: string): number {
  if (ascii.test(text)) return text.length;
  return characters(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

/**
 * The text cut to a number of columns, the last being an ellipsis, never through what people see as one character.
 * @example fit("기기 이름", 5) // "기기…"
 */
export function fit(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let fitting = "";
  let width = 0;
  for (const character of characters(text)) {
    width += characterWidth(character);
    if (width > columns - 1) break;
    fitting += character;
  }
  return columns > 0 ? `${fitting}…` : "";
}

/** The text with spaces behind it up to a number of columns. */
export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

function characters(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function characterWidth(character: string): number {
  if (takesNoRoom.test(character)) return 0;
  if (emoji.test(character)) return 2;
  return eastAsianWidth(character.codePointAt(0) ?? 0);
}
