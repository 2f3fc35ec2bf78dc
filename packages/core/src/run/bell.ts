import type { RunHandle } from "../provider/provider.ts";
import { sleep } from "./deadline.ts";

/** The shortest time between two rings that count: a stranger who rings cannot make Remotest poll without pause. */
const leastMs = 1_000;

/** Milliseconds between two polls while a call is expected: the safety net for a call that never comes. */
const whileExpectedMs = 30_000;

/**
 * Milliseconds without a ring after which rings during a run count. While more of them come, the run is not over; so even
 * a storm of them causes no more polls than silence does.
 */
const quietMs = 1_000;

/**
 * The reason for which a service rings: `end`, the end of the run, at an address that the start contained; or `part`, the end of each
 * part of a run, at an address that is the same for every run of the account.
 */
export type RungFor = "end" | "part";

/**
 * Rung when a service calls because a run may be over. It is only a signal to poll, never a result: anyone may ring, so
 * only the poll tells the state.
 */
export class Bell {
  readonly rungFor: RungFor;
  #rung = false;
  #wake: (() => void) | undefined;
  #rangAt = 0;
  #heardAt = -leastMs;
  /** The run that is being waited for; undefined if there is none at the moment. */
  awaited: RunHandle | undefined;

  constructor(rungFor: RungFor = "end") {
    this.rungFor = rungFor;
  }

  /** Rings the bell. Any number of rings before the next poll count as one. */
  ring(): void {
    this.#rung = true;
    this.#rangAt = performance.now();
    this.#wake?.();
  }

  /**
   * Returns the milliseconds between two polls without a ring. No service promises a call for every part of a run, so
   * such calls only make polls come earlier.
   * @param usualMs what they are without a bell
   */
  intervalMs(usualMs: number): number {
    return this.rungFor === "end" ? whileExpectedMs : usualMs;
  }

  /**
   * Waits for the time given, or until the bell rings; returns immediately if it has rung since the last wait.
   * @throws the signal's reason as soon as it is aborted.
   */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + ms;
    const rung = new AbortController();
    this.#wake = () => rung.abort();
    if (this.#rung) rung.abort();
    try {
      await sleep(ms, AbortSignal.any([signal, rung.signal]));
    } catch (error) {
      signal.throwIfAborted();
      if (!rung.signal.aborted) throw error;
      for (let left = this.#dueIn(until); left > 0; left = this.#dueIn(until)) await sleep(left, signal);
      this.#heardAt = performance.now();
    } finally {
      this.#wake = undefined;
      this.#rung = false;
    }
  }

  /** Returns the milliseconds until the last ring counts, or until the given moment if that is earlier. */
  #dueIn(until: number): number {
    const quietAt = this.rungFor === "end" ? 0 : this.#rangAt + quietMs;
    return Math.min(Math.max(this.#heardAt + leastMs, quietAt), until) - performance.now();
  }
}
