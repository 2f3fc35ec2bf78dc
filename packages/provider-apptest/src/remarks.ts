import { namesOf, shownWhole } from "@remotest/http";
import { secondsOf } from "./device-results.ts";

/** More names than this are not kept: a service could send as many as it likes. */
const mostUnknown = 1_000;

/** What is odd about results and changes no outcome: one warning of each kind, whichever of the twins it was in. */
export class Remarks {
  readonly #unknown = new Set<string>();
  #replaced = 0;
  #oddTime: string | undefined;

  /** Something that no documentation names was passed over. */
  unknown(name: string): void {
    if (this.#unknown.size < mostUnknown) this.#unknown.add(name);
  }

  /** Characters were replaced that a document cannot hold. */
  replaced(characters: number): void {
    this.#replaced += characters;
  }

  /** The seconds that a text says; a text that says something else is remarked. */
  seconds(text: string | undefined): number | undefined {
    if (text === undefined || text.trim() === "") return undefined;
    const seconds = secondsOf(text);
    if (seconds === undefined) this.#oddTime ??= shownWhole(text.trim());
    return seconds;
  }

  get warnings(): string[] {
    return [
      ...(this.#replaced > 0
        ? [`The results hold characters that no document may hold; ${this.#replaced} were replaced by \uFFFD.`]
        : []),
      ...(this.#unknown.size > 0
        ? [`The results hold what is not documented, which was passed over: ${namesOf(this.#unknown)}.`]
        : []),
      ...(this.#oddTime === undefined
        ? []
        : [`The results give times that cannot be read, such as ${JSON.stringify(this.#oddTime)}: they are left out.`]),
    ];
  }
}
