import { ProviderError } from "../errors.ts";
import { orAborted, sleep } from "./deadline.ts";
import type { RunContext } from "./run-context.ts";

/** Number of polls that may fail in a row before the service counts as down. */
const failuresInARow = 10;
/** Number of retries of a start that the service certainly refused; each may send a whole app file. */
const startRetries = 3;

/** Refusals of the very first status check of a run that we did not start: after these, it is not a run to wait for. */
const refusalsAtFirst = 3;
/** A start that is refused as the first thing we hear, such as by an untrusted certificate, is a mistake in the setup. */
const refusalsAtStart = 1;

/** Changes a delay by up to a tenth, so that many runs started together do not keep polling at the same moments. */
export function jittered(ms: number): number {
  return ms * (0.9 + Math.random() * 0.2);
}

/** How often and how slowly to retry after a fault that may be temporary. */
export interface RetryPolicy {
  /** Number of faults in a row that are retried; a success resets the count. */
  readonly failures: number;
  /** Milliseconds before the second try; doubles with each fault in a row. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly signal: AbortSignal;
  /** True if a retry may help; for a caller that knows more than the provider. Default: `retry` of the error. */
  readonly mayHelp?: (error: ProviderError) => boolean;
  readonly onRetry: (error: ProviderError, inMs: number, failures: number) => void;
}

/**
 * Makes a call, and repeats it after a fault for which its provider says `retry: "later"`. A `Retry-After` of the
 * service is respected.
 *
 * @throws {ProviderError} the last fault, if the retries are used up or the fault is permanent.
 * @throws the signal's reason, even during a delay.
 */
export async function retry<T>(call: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  let failures = 0;
  for (let times = 1; ; times++) {
    policy.signal.throwIfAborted();
    try {
      return await orAborted(call(), policy.signal);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      // A service without room says nothing about whether it works.
      if (error.busy !== true && ++failures > policy.failures) throw error;
      if (!(policy.mayHelp?.(error) ?? error.retry === "later")) throw error;
      const backoff = jittered(Math.min(policy.firstDelayMs * 2 ** (times - 1), policy.longestDelayMs));
      const inMs = Math.max(backoff, error.retryAfterMs ?? 0);
      policy.onRetry(error, inMs, times);
      await sleep(inMs, policy.signal);
    }
  }
}

/** Returns the retry policy of a call: polls and results, which cost little, are retried more often. */
export function retryPolicy(
  context: RunContext,
  call: "start" | "poll" | "results" | "rerun",
  signal: AbortSignal = context.deadline.signal,
): RetryPolicy {
  const { run, listen, pollIntervalMs, observations } = context;
  const firstDelayMs = pollIntervalMs ?? 1_000;
  const repeats = new Repeats();
  const maxRefusals = call === "start" ? refusalsAtStart : refusalsAtFirst;
  let refusals = 0;
  return {
    failures: call === "poll" || call === "results" ? failuresInARow : startRetries,
    firstDelayMs,
    longestDelayMs: Math.min(30_000, pollIntervalMs === undefined ? 30_000 : pollIntervalMs * 10),
    signal,
    mayHelp: (error) => {
      const same = repeats.sameAgain(error);
      if (error.refused === true && observations.neverSeen && ++refusals >= maxRefusals) return false;
      // Until the run or its results appear, each answer is the same.
      return (error.notYet === true && observations.justNow) || (error.retry === "later" && !same);
    },
    onRetry: (error, inMs, failures) => listen({ type: "retry", run, call, error, inMs, failures }),
  };
}

/** Number of times that the same unusable answer must come before it counts as final. */
const sameAnswers = 3;

/** Counts how often a service gave the very same unusable answer: more requests would bring nothing else. */
class Repeats {
  #last = "";
  #times = 0;

  /** True if the answer behind the error has come often enough, byte for byte. */
  sameAgain({ evidence = [] }: ProviderError): boolean {
    if (evidence.length === 0) return false;
    const answer = evidence
      .map(({ name, content }) => `${name}\n${Buffer.from(content).toString("latin1")}`)
      .join("\n");
    this.#times = answer === this.#last ? this.#times + 1 : 1;
    this.#last = answer;
    return this.#times >= sameAnswers;
  }
}
