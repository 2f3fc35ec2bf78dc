import { everything, narrows, type Query } from "./query.ts";

const choices = ["suite", "run", "group", "sort"] as const;

/** The filters of the page: the counts as buttons, the words, the suite, the run; and how the table is arranged. */
export class FilterBar {
  readonly #ask: (query: Query) => void;
  readonly #form: HTMLFormElement | null;
  readonly #text: HTMLInputElement | null;
  readonly #buttons: readonly HTMLButtonElement[];
  #outcomes: readonly string[] = [];

  constructor(bar: HTMLElement, ask: (query: Query) => void) {
    this.#ask = ask;
    this.#form = bar.querySelector("form");
    this.#text = bar.querySelector("input");
    this.#buttons = Array.from(bar.querySelectorAll<HTMLElement>("li[data-outcome]"), (item) => this.#button(item));
    if (this.#form) this.#form.hidden = false;
    this.#form?.addEventListener("input", () => this.#asked());
    this.#form?.addEventListener("submit", (event) => event.preventDefault());
    this.#form?.addEventListener("reset", (event) => {
      event.preventDefault();
      this.set(everything);
      this.#text?.focus();
    });
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Fills the select elements with the suites and the runs of the page. */
  offer(suites: readonly string[]): void {
    fill(
      this.#select("suite"),
      suites.map((suite) => [suite, suite]),
    );
    const runs = new Map<string, string>();
    for (const suite of document.querySelectorAll<HTMLElement>(".suite"))
      runs.set(suite.dataset["run"] ?? "", suite.querySelector(".run")?.textContent ?? "");
    fill(this.#select("run"), [...runs]);
  }

  /** Sets all filters to a query, and applies it. */
  set(query: Query): void {
    if (this.#text) this.#text.value = query.text;
    this.#outcomes = query.outcomes;
    for (const id of choices) {
      const select = this.#select(id);
      if (select) select.value = query[id];
      // An address may name a suite or a run that this page does not have.
      if (select?.selectedIndex === -1) select.value = "";
    }
    this.#asked();
  }

  /** Shows how many tests were found; screen readers announce it. */
  found(number: number, total: number, query: Query): void {
    const output = this.#form?.querySelector("output");
    const all = `${total.toLocaleString("en")} tests`;
    if (output) output.textContent = narrows(query) ? `${number.toLocaleString("en")} of ${all}` : "";
    const reset = this.#form?.querySelector<HTMLElement>("[type=reset]");
    if (reset) reset.hidden = !narrows(query);
  }

  #asked(): void {
    for (const button of this.#buttons) {
      const outcome = button.value;
      const pressed = outcome === "" ? this.#outcomes.length === 0 : this.#outcomes.includes(outcome);
      button.setAttribute("aria-pressed", String(pressed));
    }
    this.#ask({
      text: this.#text?.value ?? "",
      outcomes: this.#outcomes,
      suite: this.#select("suite")?.value ?? "",
      run: this.#select("run")?.value ?? "",
      group: this.#select("group")?.value ?? "",
      sort: this.#select("sort")?.value ?? "",
    });
  }

  /** Makes a count a button that shows only the tests that it counts. */
  #button(item: HTMLElement): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.value = item.dataset["outcome"] ?? "";
    button.setAttribute("aria-pressed", String(button.value === ""));
    button.append(...item.childNodes);
    item.append(button);
    item.classList.add("choice");
    button.addEventListener("click", () => {
      const { value } = button;
      const others = this.#outcomes.filter((outcome) => outcome !== value);
      this.#outcomes = value === "" ? [] : others.length < this.#outcomes.length ? others : [...others, value];
      this.#asked();
    });
    return button;
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !(event.target instanceof HTMLElement && event.target.matches("input, select"))) {
      event.preventDefault();
      this.#text?.focus();
      this.#text?.select();
    }
    if (event.key === "Escape") this.set(everything);
  }

  #select(id: (typeof choices)[number]): HTMLSelectElement | null {
    return this.#form?.querySelector<HTMLSelectElement>(`#${id}`) ?? null;
  }
}

function fill(select: HTMLSelectElement | null, choices: readonly (readonly [value: string, label: string])[]): void {
  select?.append(...choices.map(([value, label]) => new Option(label, value)));
}
