import { ProviderError } from "../errors.ts";
import { orAborted, sleep } from "./deadline.ts";
import type { RunContext } from "./run-context.ts";

/** Polls that may fail in a row before the service counts as down. */
const failuresInARow = 10;
/** Tries of a start that the service certainly did not take; each may send a whole app file. */
const startRetries = 3;

/** Refusals of the very first status check of a run that we did not start: after these, it is not a run to wait for. */
const refusalsAtFirst = 3;

/** A tenth more or less, so that many runs started together do not ask together for ever. */
export function jittered(ms: number): number {
  return ms * (0.9 + Math.random() * 0.2);
}

/** How to go on after a fault that may pass. */
export interface RetryPolicy {
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
 * @throws {ProviderError} the last fault, when the tries are used up or the fault does not pass.
 * @throws the signal's reason, also while it waits.
 */
export async function retry<T>(call: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  for (let failures = 1; ; failures++) {
    policy.signal.throwIfAborted();
    try {
      return await orAborted(call(), policy.signal);
    } catch (error) {
      if (!(error instanceof ProviderError) || failures > policy.failures) throw error;
      if (!(policy.mayHelp?.(error) ?? error.retry === "later")) throw error;
      const backoff = jittered(Math.min(policy.firstDelayMs * 2 ** (failures - 1), policy.longestDelayMs));
      const inMs = Math.max(backoff, error.retryAfterMs ?? 0);
      policy.onRetry(error, inMs, failures);
      await sleep(inMs, policy.signal);
    }
  }
}

/** How faults of a call are survived: more often where asking again costs nothing. */
export function retryPolicy(
  context: RunContext,
  call: "start" | "poll" | "results" | "rerun",
  signal: AbortSignal = context.deadline.signal,
): RetryPolicy {
  const { run, listen, pollIntervalMs, seen } = context;
  const firstDelayMs = pollIntervalMs ?? 1_000;
  const repeats = new Repeats();
  let refusals = 0;
  return {
    failures: call === "poll" || call === "results" ? failuresInARow : startRetries,
    firstDelayMs,
    longestDelayMs: Math.min(30_000, pollIntervalMs === undefined ? 30_000 : pollIntervalMs * 10),
    signal,
    mayHelp: (error) => {
      const same = repeats.sameAgain(error);
      if (error.refused === true && seen.neverSeen && ++refusals >= refusalsAtFirst) return false;
      // What is not there yet is the same each time, until it is there.
      return (error.notYet === true && seen.justNow) || (error.retry === "later" && !same);
    },
    onRetry: (error, inMs, failures) => listen({ type: "retry", run, call, error, inMs, failures }),
  };
}

/** Times that the same unusable answer is taken before it is believed. */
const sameAnswers = 3;

/** Counts how often a service gave the very same answer that could not be used: asking on brings nothing else. */
class Repeats {
  #last = "";
  #times = 0;

  /** Whether the answer behind the error has come, byte for byte, as often as it is worth asking. */
  sameAgain({ evidence = [] }: ProviderError): boolean {
    if (evidence.length === 0) return false;
    const answer = evidence.map(({ name, content }) => `${name}\n${content}`).join("\n");
    this.#times = answer === this.#last ? this.#times + 1 : 1;
    this.#last = answer;
    return this.#times >= sameAnswers;
  }
}
