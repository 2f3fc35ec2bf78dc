import type { Query } from "./query.ts";
import { answers, type Entry } from "./search.ts";
import { TestBlocks } from "./test-blocks.ts";
import type { Row } from "./test-part.ts";

/** Cards under one heading. */
interface Cards {
  readonly section: HTMLElement;
  readonly number: Element | null;
  readonly more: HTMLElement | null;
  readonly cards: readonly Card[];
}

interface Card {
  readonly element: HTMLElement;
  /** The row of the same test, once it is known. */
  row?: Row | undefined;
}

/** The rows that are shown immediately: more than fit into any window. The others follow within the next frames. */
const rowsAtOnce = 300;
/** The time that following rows may take from a frame, in milliseconds. */
const frameBudget = 8;

/** The tests on the page. */
export class TestsOnPage {
  readonly suites: readonly string[];
  readonly total: number;
  readonly #blocks: TestBlocks;
  readonly #rows = new Map<Element, Row>();
  readonly #cards: readonly Cards[];
  #following: (() => void)[] = [];

  constructor(root: Document) {
    this.#blocks = new TestBlocks(root);
    this.suites = this.#blocks.suites;
    const parts = this.#blocks.all.flatMap((block) => block.parts);
    this.total = parts.reduce((sum, { size }) => sum + size, 0);
    this.#cards = Array.from(root.querySelectorAll<HTMLElement>(".cards"), (section) => ({
      section,
      number: section.querySelector(".number"),
      more: section.querySelector<HTMLElement>(".more"),
      cards: Array.from(section.querySelectorAll<HTMLElement>(".card"), (element) => ({ element })),
    }));
    whenIdle(parts.map((part) => () => part.rows));
  }

  /** Shows the tests that match the query and hides the others. Returns the number of tests shown. */
  show(query: Query): number {
    const fits = answers(query);
    this.#following = [];
    this.#blocks.arrange(query);
    let found = 0;
    for (const { element, parts } of this.#blocks.all) {
      let shownAtOnce = false;
      for (const part of parts) {
        const number = part.ask(fits);
        if (found < rowsAtOnce || !part.changes) {
          part.apply();
          shownAtOnce ||= number > 0;
        } else {
          part.postpone();
          this.#following.push(() => {
            part.apply();
            if (number > 0) element.hidden = false;
          });
        }
        found += number;
      }
      element.hidden = !shownAtOnce;
    }
    for (const cards of this.#cards) this.#showCards(cards, fits, found === this.total);
    requestAnimationFrame(() => this.#follow());
    return found;
  }

  /** Shows immediately the rows that would follow within the next frames. */
  finish(): void {
    for (const next of this.#following.splice(0)) next();
  }

  #follow(): void {
    const end = performance.now() + frameBudget;
    while (this.#following.length > 0 && performance.now() < end) this.#following.shift()?.();
    if (this.#following.length > 0) requestAnimationFrame(() => this.#follow());
  }

  #showCards({ section, number, more, cards }: Cards, fits: (entry: Entry) => boolean, all: boolean): void {
    let shown = 0;
    for (const card of cards) {
      card.row ??= this.#rowOf(card.element);
      const hidden = card.row !== undefined && !fits(card.row.entry);
      if (hidden !== card.element.hidden) card.element.hidden = hidden;
      if (!hidden) shown++;
    }
    section.hidden = shown === 0;
    if (more) more.hidden = !all;
    if (!number) return;
    const total = number.getAttribute("data-all") ?? number.textContent;
    number.setAttribute("data-all", total);
    number.textContent = all ? total : `${shown.toLocaleString("en")} of ${total}`;
  }

  #rowOf(card: HTMLElement): Row | undefined {
    if (this.#rows.size === 0)
      for (const { parts } of this.#blocks.all)
        for (const part of parts) for (const row of part.rows) this.#rows.set(row.element, row);
    const element = document.getElementById(`t-${card.id.slice(2)}`);
    return (element && this.#rows.get(element)) ?? undefined;
  }
}

/** Does work in small pieces while the browser is idle, so that it is done before a person needs it. */
function whenIdle(work: (() => void)[]): void {
  // Safari has no idle callback; there the first search does all of the work.
  if (!("requestIdleCallback" in globalThis)) return;
  requestIdleCallback((deadline) => {
    while (work.length > 0 && deadline.timeRemaining() > 3) work.shift()?.();
    if (work.length > 0) whenIdle(work);
  });
}
