import type { ClientRequest } from "node:http";
import type { WatchedConnection } from "../connection.ts";
import { ExchangeError } from "../exchange-error.ts";

/** The time limits of an upload, and the signal that aborts it. */
export interface Patience {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds without a byte moving. */
  readonly idleMs: number;
  /** Milliseconds without a byte moving once everything is sent and the service reads the app. */
  readonly answerMs: number;
  /** Milliseconds for the whole upload. */
  readonly totalMs: number | undefined;
}

/** Ends an upload that is aborted, does not move, or takes too long. */
export class Deadlines {
  /** Never resolves; rejects with an ExchangeError `timeout`, or with the signal's reason. */
  readonly missed: Promise<never>;
  readonly #patience: Patience;
  readonly #request: ClientRequest;
  readonly #done = new AbortController();
  #allSent = false;

  constructor(patience: Patience, request: ClientRequest, connection: WatchedConnection) {
    this.#patience = patience;
    this.#request = request;
    const { idleMs, totalMs, signal } = patience;
    this.missed = new Promise((_, reject) => {
      const late = (message: string): void =>
        reject(new ExchangeError("timeout", message, { certainlyNotSent: !connection.usable }));
      const stoodStill = (): void => late(this.#whatStoodStill(connection));
      const noSocket = setTimeout(stoodStill, idleMs);
      const tooLong = (): void => late(`The upload was not answered within ${(totalMs ?? 0) / 1000} s`);
      const total = totalMs === undefined ? undefined : setTimeout(tooLong, totalMs);
      request.once("socket", (socket) => {
        clearTimeout(noSocket);
        socket.setTimeout(idleMs, stoodStill);
      });
      const abort = (): void => reject(signal?.reason);
      signal?.addEventListener("abort", abort, { signal: this.#done.signal });
      this.#done.signal.addEventListener("abort", () => {
        clearTimeout(noSocket);
        clearTimeout(total);
      });
    });
  }

  /** From now on, the longer limit for the answer applies. */
  allSent(): void {
    this.#allSent = true;
    this.#request.socket?.setTimeout(this.#patience.answerMs);
  }

  release(): void {
    this.#done.abort();
  }

  #whatStoodStill(connection: WatchedConnection): string {
    const { idleMs, answerMs } = this.#patience;
    if (!connection.usable) return `No connection was made within ${idleMs / 1000} s`;
    if (this.#allSent) return `No answer came within ${answerMs / 1000} s of the last byte sent`;
    return `No byte of the upload moved for ${idleMs / 1000} s`;
  }
}
