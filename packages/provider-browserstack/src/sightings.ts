import type { Build, StatusWord } from "@remotest/browserstack-client";
import type { RequestedParts } from "./requested-parts.ts";
import { meaningOf, shown } from "./status-words.ts";

/** Collects what the status checks of one build have shown. Nothing of that may be better, or missing, when the build is over. */
export class Sightings {
  #devices = 0;
  #sessions = 0;
  /** Sessions that did not pass, by their ids. */
  readonly #bad = new Map<string, { readonly device: string; readonly status: StatusWord }>();

  note({ devices }: Pick<Build, "devices">): void {
    this.#devices = Math.max(this.#devices, devices.length);
    for (const { name, sessions } of devices) {
      this.#sessions = Math.max(this.#sessions, sessions.length);
      for (const { id, status } of sessions) if (isBad(status)) this.#bad.set(id, { device: name, status });
    }
  }

  /** The parts that were there, as the parts that a start asked for. */
  get parts(): RequestedParts {
    return { devices: this.#devices, sessions: this.#sessions };
  }

  /** Returns what a build takes back of what it said; undefined if it takes nothing back. */
  takenBackBy({ devices }: Pick<Build, "devices">): string | undefined {
    const now = new Map(devices.flatMap(({ sessions }) => sessions.map(({ id, status }) => [id, status] as const)));
    for (const [id, { device, status }] of this.#bad) {
      const word = now.get(id);
      const before = `called the session on ${device} ${shown(status)}`;
      if (word === undefined) return `${before}, and then does not name it`;
      if (!isBad(word)) return `${before}, and then ${shown(word)}`;
    }
    return undefined;
  }
}

function isBad(word: StatusWord): boolean {
  return ["failed", "error", "skipped"].includes(meaningOf(word));
}
