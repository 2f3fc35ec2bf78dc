import { html, join, type Markup } from "./markup.ts";

/** A part of the page with a link to it. */
export interface Section {
  readonly id: string;
  readonly title: string;
}

/** Links to the sections of the page; empty if there is nothing to jump over. */
export function navigation(sections: readonly Section[]): Markup {
  if (sections.length < 3) return html``;
  const items = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  return html`<nav aria-label="On this page"><ul>${join(items)}</ul></nav>
`;
}
