import { nameLine } from "../cases/placed-case.ts";
import { html, type Markup } from "./markup.ts";
import type { PageCase, PageModel } from "./page-model.ts";

/** How many cases of a section get a card of their own; the table has every one. */
export const mostCards = 1000;

const cards = new WeakMap<PageModel, ReadonlySet<PageCase>>();

/** Tells if a case has a card of its own. */
export function hasCard(placed: PageCase, page: PageModel): boolean {
  let known = cards.get(page);
  if (!known) {
    const sections = [page.failing, page.quarantined, page.flaky];
    known = new Set(sections.flatMap((cases) => cases.slice(0, mostCards)));
    cards.set(page, known);
  }
  return known.has(placed);
}

/** Returns where a case is told of: its card, or its row if it has none. */
function linkTo(placed: PageCase, page: PageModel): string {
  return `#${hasCard(placed, page) ? "c" : "t"}-${placed.id}`;
}

/** The name of a case with its suite, and its run if there are several: as a link to its card or row. */
export function namedCase(placed: PageCase, page: PageModel): Markup {
  const run = page.severalRuns ? html` · <bdi>${page.nameOf(placed.run)}</bdi>` : undefined;
  return html`<a href="${linkTo(placed, page)}"><bdi>${nameLine(placed.testCase.name)}</bdi></a> <span class="soft"><bdi>${nameLine(placed.suite)}</bdi>${run}</span>`;
}
