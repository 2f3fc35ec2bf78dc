import { setImmediate as nextTurn } from "node:timers/promises";

/** Milliseconds after which other tasks get their turn on the event loop. */
const turnMs = 8;

/**
 * Lets the event loop run now and then while something long is read, so that a timeout can end it.
 *
 * @returns a function to await between two pieces of work; it rejects with the signal's reason once that is aborted
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
