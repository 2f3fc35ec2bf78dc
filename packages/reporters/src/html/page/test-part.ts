import { type Entry, searchable } from "./search.ts";

/** One test in the table of every test. */
export interface Row {
  readonly element: HTMLElement;
  readonly entry: Entry;
}

/** The height of a row with one line, in pixels, for estimates of parts that are out of sight. */
const rowHeight = 37;

/** A part of the table of every test. Its rows are read when they are first needed. */
export class TestPart {
  readonly element: HTMLElement;
  readonly suite: string;
  readonly size: number;
  readonly #around: HTMLElement;
  /** The block that the browser does not render while it is out of sight. */
  readonly #block: HTMLElement;
  #rows: readonly Row[] | undefined;
  #shown: readonly boolean[];
  #wanted: readonly boolean[];

  constructor(element: HTMLElement, suite: HTMLElement) {
    this.element = element;
    this.suite = suite.querySelector("h3 > bdi")?.textContent ?? "";
    this.size = element.querySelector("tbody")?.childElementCount ?? 0;
    this.#around = suite;
    this.#block = suite.classList.contains("lazy") ? suite : element;
    this.#shown = Array.from<boolean>({ length: this.size }).fill(true);
    this.#wanted = this.#shown;
  }

  get rows(): readonly Row[] {
    this.#rows ??= this.#read();
    return this.#rows;
  }

  /** Decides which rows should be shown, and returns their number. Changes nothing on the page. */
  ask(fits: (entry: Entry) => boolean): number {
    this.#wanted = this.rows.map(({ entry }) => fits(entry));
    return this.#number;
  }

  /** True if the page does not yet show the rows that it should. */
  get changes(): boolean {
    const gone = this.element.hidden === true;
    if (this.#number === 0) return !gone;
    return gone || this.#wanted.some((wanted, index) => wanted !== this.#shown[index]);
  }

  /** Makes the page show the rows that it should. */
  apply(): void {
    const number = this.#number;
    this.element.hidden = number === 0;
    if (number === 0) return;
    for (const [index, { element }] of this.rows.entries()) {
      const wanted = this.#wanted[index] ?? false;
      if (wanted !== this.#shown[index]) element.hidden = !wanted;
    }
    this.#shown = this.#wanted;
    this.#block.style.containIntrinsicSize = number === this.size ? "" : `auto ${number * rowHeight}px`;
  }

  /** Takes the part off the page until `apply` is called. */
  postpone(): void {
    this.element.hidden = true;
  }

  get #number(): number {
    return this.#wanted.reduce((sum, wanted) => sum + (wanted ? 1 : 0), 0);
  }

  #read(): readonly Row[] {
    const run = this.#around.dataset["run"] ?? "";
    const runName = this.#around.querySelector("h3 > .run")?.textContent ?? "";
    const where = searchable(`${this.suite}\n${runName}`);
    return Array.from(this.element.querySelectorAll<HTMLElement>("tbody > tr"), (element) => {
      const [title, outcome] = element.children;
      const words = outcome?.className.split(" ") ?? [];
      const outcomes = words[0] === "flaky" ? ["flaky", "passed"] : words;
      const card = words[0] === "passed" ? null : document.getElementById(`c-${element.id.slice(2)}`);
      const text = `${searchable(`${title?.textContent}\n${card?.textContent ?? ""}`)}\n${where}`;
      return { element, entry: { outcomes, suite: this.suite, run, text } };
    });
  }
}
