import { Oddities, shownWhole } from "@remotest/http";
import { secondsOf } from "./device-results.ts";

/** What is odd about results and changes no outcome: one warning of each kind, whichever of the twins it was in. */
export class Remarks extends Oddities {
  #oddTime: string | undefined;

  constructor() {
    super("The results contain");
  }

  /** The seconds that a text says; a text that says something else is remarked. */
  seconds(text: string | undefined): number | undefined {
    if (text === undefined || text.trim() === "") return undefined;
    const seconds = secondsOf(text);
    if (seconds === undefined) this.#oddTime ??= shownWhole(text.trim());
    return seconds;
  }

  get warnings(): string[] {
    if (this.#oddTime === undefined) return this.remarks;
    const shown = JSON.stringify(this.#oddTime);
    return [...this.remarks, `The results give times that cannot be read, such as ${shown}: they are left out.`];
  }
}
