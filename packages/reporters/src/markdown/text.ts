import type { Link } from "@remotest/core";
import type { MessageLine } from "../cases/message-line.ts";
import { safeHref } from "../words/safe-href.ts";
import { filled } from "../words/filled-template.ts";
import { type CleanText, type OwnText, type OwnWord, serviceLine } from "../words/service-text.ts";

declare const isEscaped: unique symbol;

/** Our own Markdown: our own words, and escaped text. Only this file makes escaped text. */
export type Markdown = OwnText | (string & { readonly [isEscaped]: true });

/**
 * Markdown from one of our templates.
 * @example markdown`- **${text(name, 160)}**: ${number} failed`
 */
export function markdown(
  template: TemplateStringsArray,
  ...values: readonly (Markdown | OwnWord | number | "")[]
): Markdown {
  return filled(template, values) as Markdown;
}

/** Joins pieces of Markdown with one of our separators. */
export function joinedMarkdown(pieces: readonly Markdown[], separator: " | " | " · " | "\n"): Markdown {
  return pieces.join(separator) as Markdown;
}

/**
 * The beginnings of what GitHub and GitLab turn into mentions, references and emojis in a finished page: signs before a
 * name, a number or a quoted title; `GH-1` and `GL-1`; `[issue:1]`; `:tada:`, but not the minutes of `09:30:00`.
 */
const references =
  /[@#!$&^](?=[\w."])|~(?=[\w.?&"-])|%(?=\S)|\bG[HL]-(?=\d)|\[(?=\w+:)|\*(?=\w+:)|:(?!\d\d?:)(?=[\w+-]+:)/gi;
/** Both take a word of seven or more hex digits for a commit. */
const commits = /(?<!\w)[\da-f]{7,}(?!\w)/gi;

/**
 * A service's text as one line of Markdown that shows exactly these characters.
 *
 * Punctuation becomes character references, which Markdown never takes for markup, in a table or elsewhere. GitHub and
 * GitLab search the finished page for mentions and references (`@name`, `#12`, `GH-12`, a commit): zero-width spaces
 * break these up, so that nobody is notified and nothing is linked.
 *
 * GitLab obeys a line that begins with `/`, such as `/close`.
 *
 * It takes a plain `string`, because it cleans the text itself.
 *
 * @param longest the length to cut to, before escaping, in UTF-16 code units
 * @example text("<b>|@joe", 80) // "&#60;b&#62;&#124;&#64;\u200bjoe"
 */
export function text(service: string, longest: number): Markdown {
  return serviceLine(service, longest)
    .replaceAll(references, "$&\u200b")
    .replaceAll(commits, (digits) => digits.replaceAll(/.{6}(?=.)/g, "$&\u200b"))
    .replaceAll(/[!-+:-@[-`{-~]|(?<=www)\.|^[-/]|^\d+(?=\.)/gi, characterReferences) as Markdown;
}

/** Lines of a service's text with their indentation, in a block to which no Markdown applies. */
export function preformatted(lines: readonly MessageLine[]): Markdown {
  const shown = lines.map(({ text: line, depth }) => `${" ".repeat(depth)}${text(line, line.length)}`);
  return `<pre>\n${shown.join("\n")}\n</pre>` as Markdown;
}

function characterReferences(characters: string): string {
  return characters.replaceAll(/./g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The line by which a comment is found again. A page does not show it. */
export function hiddenMarker(key: string): Markdown {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new TypeError("The key of a comment must be a SHA-256.");
  return `<!-- remotest:${key} -->` as Markdown;
}

/** A text in YAML's double quotes: one line of printable characters that means exactly these characters, in any Markdown. */
export function yamlText(exact: string): Markdown {
  const quoted = JSON.stringify(exact).replaceAll(/[\p{C}\p{Zl}\p{Zp}`<>&]/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
  });
  return quoted as Markdown;
}

/** A command as code; as plain text if it contains a character that could be markup even in code. */
export function code(command: CleanText): Markdown {
  return /[`<>&]/.test(command) ? text(command, command.length) : (`\`${command}\`` as Markdown);
}

/** A link, or the address as text if it is not safe. */
export function link({ label, href }: Link): Markdown {
  const safe = safeHref(href);
  if (safe === undefined) return text(`${label} ${href}`, 200);
  // In angle brackets, only the start of a character reference would be markup in a safe address.
  return `[${text(label, 60) || "Link"}](<${safe.replaceAll("&", "&amp;")}>)` as Markdown;
}
