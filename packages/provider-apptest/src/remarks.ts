import { Oddities, shownWhole } from "@remotest/http";
import { secondsOf } from "./device-results.ts";

/** Collects oddities that change no outcome: one warning of each kind, for both twins. */
export class Remarks extends Oddities {
  #oddTime: string | undefined;

  constructor() {
    super("The results contain");
  }

  /** Reads seconds from a text; notes a text that is not a time. */
  seconds(text: string | undefined): number | undefined {
    if (text === undefined || text.trim() === "") return undefined;
    const seconds = secondsOf(text);
    if (seconds === undefined) this.#oddTime ??= shownWhole(text.trim());
    return seconds;
  }

  get warnings(): string[] {
    if (this.#oddTime === undefined) return this.remarks;
    const shown = JSON.stringify(this.#oddTime);
    return [...this.remarks, `The results contain times that cannot be read, such as ${shown}: they are left out.`];
  }
}
