import { ProviderError } from "../errors.ts";
import type { Deadline } from "./deadline.ts";
import type { Patience } from "./patience.ts";
import type { CallContext, Connection, Rerun, RunHandle } from "../provider/provider.ts";
import type { RunEvent } from "./run-event.ts";

/** Polls that may fail in a row before the service counts as down. */
const failuresInARow = 10;
/** Tries of a start that the service certainly did not take; each may send a whole app file. */
const startRetries = 3;

/** What the steps of one run share. */
export interface RunContext {
  /** The run's number in the plan, from 0. */
  readonly run: number;
  readonly connection: Connection & { readonly rerun: Rerun | "unsupported" };
  readonly deadline: Deadline;
  readonly pollIntervalMs: number | undefined;
  readonly listen: (event: RunEvent) => void;
  /** By which the run is found at the service when its start is uncertain. */
  readonly token?: string | undefined;
  /** What this process itself has seen begin and end. */
  readonly seen: Seen;
}

/** How long after what we have seen ourselves "it is not there" may mean "it is not there yet", in milliseconds. */
const settlingMs = 5_000;

/**
 * What this process itself has seen of a run: its own start, and then its end. Right after either a service may not know
 * yet what it has just been told. A run that is attached to has no such moment. On the monotonic clock.
 */
export class Seen {
  #startedByUs = false;
  #lastEventAt = -Infinity;
  readonly #notPassed = new Map<string, ProviderError>();

  started(): void {
    this.#startedByUs = true;
    this.#lastEventAt = performance.now();
  }

  ended(): void {
    if (this.#startedByUs) this.#lastEventAt = performance.now();
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

/** What a single call to the provider gets. */
export function callContext({ run, listen }: RunContext, signal: AbortSignal): CallContext {
  return {
    signal,
    onUpload: (sentBytes, totalBytes) => listen({ type: "upload", run, sentBytes, totalBytes }),
  };
}

/** How faults of a call are survived: more often where asking again costs nothing. */
export function patience(
  context: RunContext,
  call: "start" | "poll" | "results" | "rerun",
  signal: AbortSignal = context.deadline.signal,
): Patience {
  const { run, listen, pollIntervalMs, seen } = context;
  const firstDelayMs = pollIntervalMs ?? 1_000;
  const repeats = new Repeats();
  return {
    failures: call === "poll" || call === "results" ? failuresInARow : startRetries,
    firstDelayMs,
    longestDelayMs: Math.min(30_000, pollIntervalMs === undefined ? 30_000 : pollIntervalMs * 10),
    signal,
    mayHelp: (error) => {
      const same = repeats.sameAgain(error);
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
