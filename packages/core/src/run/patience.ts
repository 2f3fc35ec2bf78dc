import { ProviderError } from "../errors.ts";
import { orAborted, sleep } from "./deadline.ts";

/** A tenth more or less, so that many runs started together do not ask together for ever. */
export function jittered(ms: number): number {
  return ms * (0.9 + Math.random() * 0.2);
}

/** How to go on after a fault that may pass. */
export interface Patience {
  /** Faults in a row that are survived; a success in between starts the count anew. */
  readonly failures: number;
  /** Milliseconds before the second try; doubles with each fault in a row. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly signal: AbortSignal;
  /** Whether asking again may help, where more is known than the provider knows. Default: what the provider says. */
  readonly mayHelp?: (error: ProviderError) => boolean;
  readonly onRetry: (error: ProviderError, inMs: number, failures: number) => void;
}

/**
 * Makes a call, and makes it again after a fault for which its provider says `retry: "later"`. A `Retry-After` of the
 * service is respected.
 *
 * @throws {ProviderError} the last fault, when patience is at its end or the fault does not pass.
 * @throws the signal's reason, also while it waits.
 */
export async function persist<T>(call: () => Promise<T>, patience: Patience): Promise<T> {
  for (let failures = 1; ; failures++) {
    patience.signal.throwIfAborted();
    try {
      return await orAborted(call(), patience.signal);
    } catch (error) {
      if (!(error instanceof ProviderError) || failures > patience.failures) throw error;
      if (!(patience.mayHelp?.(error) ?? error.retry === "later")) throw error;
      const backoff = jittered(Math.min(patience.firstDelayMs * 2 ** (failures - 1), patience.longestDelayMs));
      const inMs = Math.max(backoff, error.retryAfterMs ?? 0);
      patience.onRetry(error, inMs, failures);
      await sleep(inMs, patience.signal);
    }
  }
}
