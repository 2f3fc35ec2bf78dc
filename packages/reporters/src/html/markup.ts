import { cleanText } from "../words/service-text.ts";

/** Markup of ours. Only `html` and `join` make it, so that text never gets into the page unescaped. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | undefined;

/**
 * Markup from a template of ours. Every text put into it is cleaned and escaped, in an element or a quoted attribute.
 * @example html`<b title="${name}">${name}</b>`
 */
export function html(template: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = template[0] ?? "";
  for (const [index, value] of values.entries()) markup += rendered(value) + (template[index + 1] ?? "");
  return { markup };
}

/** Several pieces of markup, one after the other. */
export function join(pieces: Iterable<Markup>): Markup {
  // What `+=` makes is a tree of all it was made of, kept until somebody reads it: of 50,000 rows tens of megabytes.
  return { markup: Array.from(pieces, ({ markup }) => markup).join("") };
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
