import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";

const perMinute = 5;

/** The limit of the uploads of one account: 5 a minute. */
export class UploadLimit {
  readonly #now: Clock;
  #times: readonly number[] = [];

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Counts an upload; returns false if it is one too many. */
  take(): boolean {
    const now = this.#now();
    this.#times = this.#times.filter((time) => time > now - 60_000);
    if (this.#times.length >= perMinute) return false;
    this.#times = [...this.#times, now];
    return true;
  }
}

/** Makes the address of an upload. */
export function newAddress(): string {
  return `bs://${randomBytes(20).toString("hex")}`;
}
