import { sleep } from "./deadline.ts";

/** Milliseconds between two polls for which it was rung: a stranger who rings it cannot make us poll without end. */
const leastMs = 1_000;

/** How seldom a run is polled while a call is expected: the safety net for a call that never comes. */
export const whileExpectedMs = 30_000;

/**
 * Rung when a service calls that a run may be over. It is a hint to look at once, and says nothing else: who rang may be
 * anybody, and only the look tells.
 */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;
  #heardAt = -leastMs;

  /** Any number of rings before the next look are one. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /**
   * Waits, but no longer than until it is rung; returns at once when it was rung since it was last waited for.
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
