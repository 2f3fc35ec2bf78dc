import { cleanText } from "../words/service-text.ts";
import { script, style } from "./page.gen.ts";

declare const isMarkup: unique symbol;

/** Markup of ours. Only this file makes it, so that text never gets into the page unescaped. */
export interface Markup {
  readonly markup: string;
  readonly [isMarkup]: true;
}

type Value = string | number | Markup | undefined;

/**
 * Markup from a template of ours. Every text put into it is cleaned and escaped, in an element or a quoted attribute:
 * so it takes a plain `string`, a service's text as it came.
 *
 * @example html`<b title="${name}">${name}</b>`
 */
export function html(template: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = template[0] ?? "";
  for (const [index, value] of values.entries()) markup += rendered(value) + (template[index + 1] ?? "");
  return made(markup);
}

/** Several pieces of markup, one after the other. */
export function join(pieces: Iterable<Markup>): Markup {
  // What `+=` makes is a tree of all it was made of, kept until it is read: of 50,000 rows tens of megabytes.
  return made(Array.from(pieces, ({ markup }) => markup).join(""));
}

/** The script of the page, as it was built. */
export const pageScript: Markup = made(script);

/** The style of the page, as it was built. */
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
  return cleanText(text).replaceAll(/[&<>"']/g, (found) => entities[found] ?? "");
}
