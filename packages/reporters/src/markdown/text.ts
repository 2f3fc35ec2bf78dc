import type { Link } from "@remotest/core";
import type { MessageLine } from "../cases/message-line.ts";
import { safeHref } from "../words/safe-href.ts";
import { filled } from "../words/filled-template.ts";
import { type CleanText, type OwnText, type OwnWord, serviceLine } from "../words/service-text.ts";

declare const isEscaped: unique symbol;

/** Markdown of ours: words of ours, and text that is escaped. Only this file makes the latter. */
export type Markdown = OwnText | (string & { readonly [isEscaped]: true });

/**
 * Markdown from a template of ours.
 * @example markdown`- **${text(name, 160)}**: ${number} failed`
 */
export function markdown(
  template: TemplateStringsArray,
  ...values: readonly (Markdown | OwnWord | number | "")[]
): Markdown {
  return filled(template, values) as Markdown;
}

/** Pieces of Markdown, with a separator of ours between them. */
export function joinedMarkdown(pieces: readonly Markdown[], separator: " | " | " · " | "\n"): Markdown {
  return pieces.join(separator) as Markdown;
}

/**
 * A service's text as one line of Markdown that shows these very characters.
 *
 * Punctuation becomes character references, which Markdown never takes for markup, in a table or elsewhere. GitHub and
 * GitLab look for mentions and references (`@name`, `#12`, `!12`) after that, in the finished page: a zero-width space
 * behind the sign keeps people from being called and issues from being linked.
 *
 * It takes a plain `string`, since it cleans what it is given.
 *
 * @param longest the length to cut to, before escaping, in UTF-16 code units
 * @example text("<b>|@joe", 80) // "&#60;b&#62;&#124;&#64;\u200bjoe"
 */
export function text(service: string, longest: number): Markdown {
  return serviceLine(service, longest)
    .replaceAll(/[@#!$%&~^](?=[\w"])/g, "$&\u200b")
    .replaceAll(/[!-+:-@[-`{-~]|(?<=www)\.|^-|^\d+(?=\.)/gi, characterReferences) as Markdown;
}

/** Lines of a service's text with their indentation, in a block to which no Markdown applies. */
export function preformatted(lines: readonly MessageLine[]): Markdown {
  const shown = lines.map(({ text: line, depth }) => `${" ".repeat(depth)}${text(line, line.length)}`);
  return `<pre>\n${shown.join("\n")}\n</pre>` as Markdown;
}

function characterReferences(characters: string): string {
  return characters.replaceAll(/./g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A command in a typewriter font; as plain text where it holds what could be more than a character even there. */
export function code(command: CleanText): Markdown {
  return /[`<>&]/.test(command) ? text(command, command.length) : (`\`${command}\`` as Markdown);
}

/** A link that can be followed, or the address as text where it is no safe one. */
export function link({ label, href }: Link): Markdown {
  const safe = safeHref(href);
  if (safe === undefined) return text(`${label} ${href}`, 200);
  // In angle brackets nothing of a safe address is markup but the start of a character reference.
  return `[${text(label, 60) || "Link"}](<${safe.replaceAll("&", "&amp;")}>)` as Markdown;
}
