import { sleep } from "./deadline.ts";

/** The shortest time between two rings that count: a stranger who rings cannot make Remotest poll without pause. */
const leastMs = 1_000;

/** Milliseconds between two polls while a call is expected: the safety net for a call that never comes. */
export const whileExpectedMs = 30_000;

/**
 * Rung when a service calls because a run may be over. It is only a signal to poll immediately, never a result: anyone
 * may ring, so only the poll tells the state.
 */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;
  #heardAt = -leastMs;

  /** Rings the bell. Any number of rings before the next poll count as one. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /**
   * Waits for the time given, or until the bell rings; returns immediately if it has rung since the last wait.
   * @throws the signal's reason as soon as it is aborted.
   */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const from = performance.now();
    const rung = new AbortController();
    this.#wake = () => rung.abort();
    if (this.#rung) rung.abort();
    try {
      await sleep(ms, AbortSignal.any([signal, rung.signal]));
    } catch (error) {
      signal.throwIfAborted();
      if (!rung.signal.aborted) throw error;
      const now = performance.now();
      await sleep(Math.max(0, Math.min(this.#heardAt + leastMs, from + ms) - now), signal);
      this.#heardAt = performance.now();
    } finally {
      this.#wake = undefined;
      this.#rung = false;
    }
  }
}
