import { type Arrangement, arranged, type Group } from "./arrange.ts";
import { type Row, suiteOf, TestPart } from "./test-part.ts";

/** A heading of the table of every test, with what stands below it. */
export interface TestBlock {
  readonly element: HTMLElement;
  readonly parts: readonly TestPart[];
}

/** Rows in one table: see `case-table.ts`. */
const rowsInAPart = 200;

/** The table of every test, as the service has it or arranged anew. */
export class TestBlocks {
  readonly suites: readonly string[];
  readonly #section: HTMLElement | null;
  readonly #onPage: readonly TestBlock[];
  #arrangement: Arrangement = { group: "", sort: "" };
  #current: readonly TestBlock[];
  #anew: HTMLElement | undefined;

  constructor(root: Document) {
    this.#section = root.querySelector<HTMLElement>("#tests");
    this.#onPage = Array.from(root.querySelectorAll<HTMLElement>(".suite"), (element) => ({
      element,
      parts: Array.from(element.querySelectorAll<HTMLElement>(".part"), (part) => TestPart.onPage(part, element)),
    }));
    this.#current = this.#onPage;
    this.suites = [...new Set(this.#onPage.map(({ element }) => suiteOf(element)))];
  }

  get all(): readonly TestBlock[] {
    return this.#current;
  }

  /** Puts the rows into another order. Returns false if they are in it already. */
  arrange(arrangement: Arrangement): boolean {
    const { group, sort } = this.#arrangement;
    if (arrangement.group === group && arrangement.sort === sort) return false;
    this.#arrangement = arrangement;
    const parts = this.#onPage.flatMap((block) => block.parts);
    for (const part of parts) for (const { element } of part.rows) element.hidden = false;
    this.#anew?.remove();
    this.#anew = undefined;
    const isAnew = arrangement.group !== "" || arrangement.sort !== "";
    this.#current = isAnew
      ? this.#blocks(
          parts.flatMap((part) => part.rows),
          arrangement,
        )
      : this.#asTheServiceHasThem();
    for (const { element } of this.#onPage) element.hidden = isAnew;
    return true;
  }

  #asTheServiceHasThem(): readonly TestBlock[] {
    return this.#onPage.map(({ element: block, parts }) => ({
      element: block,
      parts: parts.map(({ element, rows }) => {
        element.hidden = false;
        element.querySelector("tbody")?.append(...rows.map((row) => row.element));
        return new TestPart(element, block.classList.contains("lazy") ? block : element, rows.length, () => rows);
      }),
    }));
  }

  #blocks(rows: readonly Row[], arrangement: Arrangement): readonly TestBlock[] {
    const [table] = this.#section?.getElementsByTagName("table") ?? [];
    const anew = document.createElement("div");
    anew.className = "anew";
    for (const row of rows) sayWhere(row);
    const blocks = arranged(rows, arrangement).map((group) => blockOf(group, table));
    anew.append(...blocks.map(({ element }) => element));
    this.#section?.append(anew);
    this.#anew = anew;
    return blocks;
  }
}

function blockOf({ title, rows }: Group, table: HTMLElement | undefined): TestBlock {
  const element = document.createElement("div");
  element.className = "suite";
  const heading = document.createElement("h3");
  const name = document.createElement("bdi");
  name.textContent = title;
  const number = document.createElement("span");
  number.className = "number";
  number.textContent = rows.length.toLocaleString("en");
  heading.append(name, " ", number);
  element.append(heading);
  const parts: TestPart[] = [];
  for (let from = 0; from < rows.length; from += rowsInAPart) {
    const part = partOf(rows.slice(from, from + rowsInAPart), title, table);
    parts.push(part);
    element.append(part.element);
  }
  return { element, parts };
}

function partOf(rows: readonly Row[], title: string, table: HTMLElement | undefined): TestPart {
  const element = document.createElement("div");
  element.className = "part lazy";
  element.style.containIntrinsicSize = `auto ${rows.length * 37}px`;
  const copy = document.createElement("table");
  copy.setAttribute("aria-label", title);
  for (const part of table?.querySelectorAll("colgroup, thead") ?? []) copy.append(part.cloneNode(true));
  const body = copy.createTBody();
  body.append(...rows.map((row) => row.element));
  element.append(copy);
  return new TestPart(element, element, rows.length, () => rows);
}

/** Under another heading than its suite's, a test says which suite it is in. */
function sayWhere({ element, entry, runName }: Row): void {
  const [title] = element.children;
  if (!title || title.querySelector(".where")) return;
  const where = document.createElement("div");
  where.className = "where soft";
  where.textContent = [entry.suite, runName].filter(Boolean).join(" · ");
  title.append(where);
}
