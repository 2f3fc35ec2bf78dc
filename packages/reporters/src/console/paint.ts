import { filled } from "../words/filled-template.ts";
import { type CleanText, clean } from "../words/service-text.ts";

declare const isPainted: unique symbol;

/** Text for a terminal or a log: clean text, plain or coloured. Only this file makes coloured text. */
export type TerminalText = CleanText | (string & { readonly [isPainted]: true });

/** Gives text a colour. */
export type Style = (text: TerminalText) => TerminalText;

/** Colours text for a terminal, or leaves it as it is. */
export interface Paint {
  readonly bold: Style;
  readonly dim: Style;
  readonly good: Style;
  readonly bad: Style;
  readonly caution: Style;
  readonly link: Style;
}

/** @example paint(true).bad(clean`failed`) // red */
export function paint(color: boolean): Paint {
  const style =
    (on: number, off: number): Style =>
    (text) =>
      color && text !== "" ? painted`\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    good: style(32, 39),
    bad: style(31, 39),
    caution: style(33, 39),
    link: style(36, 39),
  };
}

/**
 * Text for a terminal from one of our templates; it may contain terminal sequences.
 * @example painted`${paint.good(clean`✓`)} ${serviceLine(name)}`
 */
export function painted(template: TemplateStringsArray, ...values: readonly (TerminalText | number)[]): TerminalText {
  return filled(template, values) as TerminalText;
}

/** A line that begins with `head`, which gets the style. */
export function paintedHead(line: CleanText, head: CleanText, style: Style): TerminalText {
  return `${style(head)}${line.slice(head.length)}` as TerminalText;
}

/** The lines as one text, without a line break after the last one. */
export function joinedLines(lines: readonly TerminalText[]): TerminalText {
  return lines.join("\n") as TerminalText;
}

/** The lines as one text, with a line break after each. */
export function wholeLines(lines: readonly TerminalText[]): TerminalText {
  return joinedLines([...lines, clean``]);
}
