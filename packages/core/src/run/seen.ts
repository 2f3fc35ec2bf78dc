import { ProviderError } from "../errors.ts";
import type { RunHandle } from "../provider/provider.ts";

/** How long after what we have seen ourselves "it is not there" may mean "it is not there yet", in milliseconds. */
const settlingMs = 5_000;

/**
 * What this process itself has seen of a run: its own start, and then its end. Right after either a service may not know
 * yet what it has just been told. A run that is attached to has no such moment. On the monotonic clock.
 */
export class Seen {
  #startedByUs = false;
  #answered = false;
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

  /** True as long as this process has neither started the run nor got an answer about it. */
  get neverSeen(): boolean {
    return !this.#startedByUs && !this.#answered;
  }

  /** Remembers of an answer that was of no use that it told of something that did not pass. */
  told({ ref }: RunHandle, error: unknown): void {
    if (error instanceof ProviderError && error.notPassed === true) this.#notPassed.set(ref, error);
  }

  /** What was told of a run that did not pass, in an answer that was of no use otherwise. */
  notPassed({ ref }: RunHandle): ProviderError | undefined {
    return this.#notPassed.get(ref);
  }

  /** Whether the last of it was so short ago that something may only be not there yet. */
  get justNow(): boolean {
    return performance.now() - this.#lastEventAt < settlingMs;
  }
}
