import { cleanText } from "../words/service-text.ts";
import { script, style } from "./page.gen.ts";

declare const isMarkup: unique symbol;

/** Our own markup. Only this file makes it, so that text never gets into the page unescaped. */
export interface Markup {
  readonly markup: string;
  readonly [isMarkup]: true;
}

type Value = string | number | Markup | undefined;

/**
 * Markup from one of our templates. Every text in it is cleaned and escaped, in an element or a quoted attribute, so it
 * takes a plain `string`: a service's text as it came.
 *
 * @example html`<b title="${name}">${name}</b>`
 */
export function html(template: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = template[0] ?? "";
  for (let index = 0; index < values.length; index++) {
    markup += rendered(values[index]);
    markup += template[index + 1] ?? "";
  }
  return made(markup);
}

/** Joins several pieces of markup. */
export function join(pieces: Iterable<Markup>): Markup {
  // `+=` would keep a tree of all pieces until the text is read: tens of megabytes for 50,000 rows.
  return made(Array.from(pieces, ({ markup }) => markup).join(""));
}

/** The built script of the page. */
export const pageScript: Markup = made(script);

/** The built style of the page. */
export const pageStyle: Markup = made(style);

function made(markup: string): Markup {
  return { markup } as Markup;
}

function rendered(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? escaped(value) : value.markup;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  const clean = cleanText(text);
  // Most texts are fine, and to test one takes a fraction of the time of replacing nothing.
  return /[&<>"']/.test(clean) ? clean.replaceAll(/[&<>"']/g, (found) => entities[found] ?? "") : clean;
}
