import { millisecondsOf } from "./milliseconds.ts";
import { type Entry, searchable } from "./search.ts";

/** One test in the table of every test. */
export interface Row {
  readonly element: HTMLElement;
  readonly entry: Entry;
  readonly name: string;
  /** The name of the run; "" if there is only one. */
  readonly runName: string;
  /** How long it took, in milliseconds; -1 if that is not known. */
  readonly ms: number;
}

/** The height of a row with one line, in pixels, for estimates of parts that are out of sight. */
const rowHeight = 37;

/** A part of the table of every test. Its rows are read when they are first needed. */
export class TestPart {
  readonly element: HTMLElement;
  readonly size: number;
  /** The block that the browser does not render while it is out of sight. */
  readonly #block: HTMLElement;
  readonly #read: () => readonly Row[];
  #rows: readonly Row[] | undefined;
  #shown: readonly boolean[];
  #wanted: readonly boolean[];

  /** @param size the number of rows; all of them are shown */
  constructor(element: HTMLElement, block: HTMLElement, size: number, read: () => readonly Row[]) {
    this.element = element;
    this.size = size;
    this.#block = block;
    this.#read = read;
    this.#shown = Array.from<boolean>({ length: size }).fill(true);
    this.#wanted = this.#shown;
  }

  /** A part as it stands on the page. */
  static onPage(element: HTMLElement, suite: HTMLElement): TestPart {
    const block = suite.classList.contains("lazy") ? suite : element;
    const size = element.querySelector("tbody")?.childElementCount ?? 0;
    return new TestPart(element, block, size, () => readRows(element, suite));
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
}

/** The name of a suite as its heading says it. */
export function suiteOf(suite: HTMLElement): string {
  return suite.querySelector("h3 > bdi")?.textContent ?? "";
}

function readRows(part: HTMLElement, around: HTMLElement): readonly Row[] {
  const run = around.dataset["run"] ?? "";
  const runName = around.querySelector("h3 > .run")?.textContent ?? "";
  const suite = suiteOf(around);
  const where = searchable(`${suite}\n${runName}`);
  return Array.from(part.querySelectorAll<HTMLElement>("tbody > tr"), (element) => {
    const [title, outcome, time] = element.children;
    const words = outcome?.className.split(" ") ?? [];
    const outcomes = words[0] === "flaky" ? ["flaky", "passed"] : words;
    const card = words[0] === "passed" ? null : document.getElementById(`c-${element.id.slice(2)}`);
    const text = `${searchable(`${title?.textContent}\n${card?.textContent ?? ""}`)}\n${where}`;
    const name = title?.firstElementChild?.textContent ?? "";
    const ms = millisecondsOf(time?.textContent ?? "");
    return { element, entry: { outcomes, suite, run, text }, name, runName, ms };
  });
}
