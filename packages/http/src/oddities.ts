import { namesOf } from "./unknown-parts.ts";

/** The most names that are kept: a service could send any number of them. */
const mostUnknown = 1_000;

/** Collects oddities that do not change what a document says: one remark of each kind, however often it occurs. */
export class Oddities {
  readonly #document: string;
  readonly #unknown = new Set<string>();
  #replaced = 0;

  /** @param document the beginning of each remark: `The answer contains` */
  constructor(document: string) {
    this.#document = document;
  }

  /** Notes an undocumented part that was ignored. */
  unknown(name: string): void {
    if (this.#unknown.size < mostUnknown) this.#unknown.add(name);
  }

  /** Notes characters that are not allowed in the document and were replaced. */
  replaced(characters: number): void {
    this.#replaced += characters;
  }

  /** One sentence each. */
  get remarks(): string[] {
    const remarks: string[] = [];
    if (this.#replaced > 0)
      remarks.push(`${this.#document} characters that are not allowed; ${this.#replaced} were replaced by \uFFFD.`);
    if (this.#unknown.size > 0)
      remarks.push(`${this.#document} undocumented parts, which were ignored: ${namesOf(this.#unknown)}.`);
    return remarks;
  }
}
