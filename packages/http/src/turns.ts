import { setImmediate as nextTurn } from "node:timers/promises";

/** Milliseconds after which others get their turn on the event loop. */
const turnMs = 8;

/**
 * Lets the event loop run now and then while something long is read, so that a time limit can end it.
 *
 * @returns what is to be awaited between two pieces of work; it rejects with the signal's reason once that is aborted
 */
export function turns(signal: AbortSignal | undefined): () => Promise<void> {
  let ends = performance.now() + turnMs;
  return async () => {
    if (performance.now() < ends) return;
    await nextTurn();
    signal?.throwIfAborted();
    ends = performance.now() + turnMs;
  };
}
