import { namesOf } from "./unknown-parts.ts";

/** More names are not kept: a service could send any number of them. */
const mostUnknown = 1_000;

/** What is odd about a document and changes nothing that it says: one remark of each kind, however often it occurs. */
export class Oddities {
  readonly #document: string;
  readonly #unknown = new Set<string>();
  #replaced = 0;

  /** @param document the beginning of each remark: `The answer holds` */
  constructor(document: string) {
    this.#document = document;
  }

  /** Something that is not documented was passed over. */
  unknown(name: string): void {
    if (this.#unknown.size < mostUnknown) this.#unknown.add(name);
  }

  /** Characters that the document cannot contain were replaced. */
  replaced(characters: number): void {
    this.#replaced += characters;
  }

  /** One sentence each. */
  get remarks(): string[] {
    const remarks: string[] = [];
    if (this.#replaced > 0)
      remarks.push(
        `${this.#document} characters that no document may hold; ${this.#replaced} were replaced by \uFFFD.`,
      );
    if (this.#unknown.size > 0)
      remarks.push(`${this.#document} what is not documented, which was passed over: ${namesOf(this.#unknown)}.`);
    return remarks;
  }
}
