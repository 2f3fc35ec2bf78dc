import { ProviderError } from "../errors.ts";
import type { RunHandle } from "../provider/provider.ts";

/** Milliseconds after a start or an end that this process saw in which "not found" may mean "not there yet". */
const settlingMs = 5_000;

/**
 * The start and the end of a run that this process itself has seen. Right after either, a service may not know yet what
 * it has just said. A run that is attached to has no such moment. Uses the monotonic clock.
 */
export class Observations {
  #startedByUs = false;
  #answered = false;
  #unfinished = false;
  #lastEventAt = -Infinity;
  readonly #notPassed = new Map<string, ProviderError>();

  started(): void {
    this.#startedByUs = true;
    this.#lastEventAt = performance.now();
  }

  ended(): void {
    if (this.#startedByUs) this.#lastEventAt = performance.now();
  }

  /** The status of the run was told. */
  answered(): void {
    this.#answered = true;
  }

  /** The run was not finished. */
  running(): void {
    this.#unfinished = true;
  }

  /** True if this process started the run. */
  get wasStarted(): boolean {
    return this.#startedByUs;
  }

  /** True if this process saw the run before it was finished, so that it also saw its end. */
  get wasUnfinished(): boolean {
    return this.#unfinished;
  }

  /** True as long as this process has neither started the run nor got an answer about it. */
  get neverSeen(): boolean {
    return !this.#startedByUs && !this.#answered;
  }

  /** Remembers an unusable answer that says that something did not pass. */
  told({ ref }: RunHandle, error: unknown): void {
    if (error instanceof ProviderError && error.notPassed === true) this.#notPassed.set(ref, error);
  }

  /** Returns the error of an unusable answer that said that something in the run did not pass. */
  notPassed({ ref }: RunHandle): ProviderError | undefined {
    return this.#notPassed.get(ref);
  }

  /** True if the start or the end was so recent that something may not be there yet. */
  get justNow(): boolean {
    return performance.now() - this.#lastEventAt < settlingMs;
  }
}
