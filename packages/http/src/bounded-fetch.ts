import { brokenExchange, ExchangeError, neverSent } from "./exchange-error.ts";
import { type BodyBounds, readBody } from "./read-body.ts";

/** One request, as it is passed to a `Fetch`. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: "manual";
}

/** The part of an answer that is used here. A `Response` fits. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** The decoded bytes, as they arrive. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/**
 * The part of `fetch` that is used here; `globalThis.fetch` fits. It mentions neither `Request` nor `Response`, because
 * using those loads all of the built-in fetch, which takes longer than an exchange.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** The limits of one exchange. */
export interface Bounds {
  /** Milliseconds for the whole exchange, including the body, so that a body that drips for ever ends too. */
  readonly timeoutMs: number;
  /** The most bytes that the decoded body may have. A larger one is refused, so a gzip bomb is harmless. */
  readonly maxBytes: number;
}

/** One request, and how the end of its answer is recognised. */
export interface SentRequest extends Pick<BodyBounds, "tellsEnd"> {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

/** A whole answer. */
export interface ReceivedAnswer extends Pick<FetchAnswer, "status" | "headers"> {
  /** The decoded body; empty if there is none. */
  readonly bytes: Uint8Array;
}

/** Sends one request and returns its whole answer. */
export type BoundedFetch = (url: string, sent: SentRequest) => Promise<ReceivedAnswer>;

/**
 * Wraps a `fetch` so that every exchange ends in time, reads at most `maxBytes`, and stays at the address given:
 * a redirect is an error, because following it would send the credentials to another address.
 *
 * The answer's body is read whole before the promise resolves.
 *
 * @throws {ExchangeError} of any kind.
 * @throws the signal's reason when the caller aborts.
 * @example const send = boundedFetch(fetch, { timeoutMs: 30_000, maxBytes: 64 * 2 ** 20 });
 */
export function boundedFetch(fetch: Fetch, bounds: Bounds): BoundedFetch {
  return async (url, { signal: caller, tellsEnd, ...sent }) => {
    using stop = new Stop(bounds.timeoutMs, caller);
    try {
      const { signal } = stop;
      const answering = fetch(url, { ...sent, signal, redirect: "manual" });
      const answer = await stop.orStopped(wholeAnswer(answering, { maxBytes: bounds.maxBytes, tellsEnd }, signal));
      if (tellsEnd) stop.now();
      return answer;
    } catch (cause) {
      // Nothing more is read from the socket once the answer is refused.
      stop.now();
      if (caller?.aborted) throw caller.reason;
      if (cause instanceof ExchangeError) throw cause;
      if (stop.isLate)
        throw new ExchangeError("timeout", `No whole answer came within ${bounds.timeoutMs / 1000} s`, { cause });
      throw brokenExchange(cause, neverSent(cause));
    }
  };
}

async function wholeAnswer(
  answering: Promise<FetchAnswer>,
  bounds: BodyBounds,
  signal: AbortSignal,
): Promise<ReceivedAnswer> {
  const { status, headers, body } = await answering;
  // A fetch that ignores its signal may be answered after the exchange was stopped.
  signal.throwIfAborted();
  if (status >= 300 && status < 400 && status !== 304) {
    throw new ExchangeError("redirect", `The service answered ${status}, a redirect, which is not followed`, {
      httpStatus: status,
    });
  }
  const read = await readBody(body, bounds);
  if (!read.isWhole) throw read.cause;
  return { status, headers, bytes: read.bytes };
}

/**
 * Ends one exchange when it timed out, when the caller aborts, or when the rest of it is not needed. It is disposed with
 * the exchange. `AbortSignal.timeout` would stay alive until it fires, once for each status check of each run.
 */
class Stop implements Disposable {
  isLate = false;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #deadline: NodeJS.Timeout;
  #reject: ((reason: unknown) => void) | undefined;

  constructor(timeoutMs: number, caller: AbortSignal | undefined) {
    this.#caller = caller;
    this.#deadline = setTimeout(() => {
      this.isLate = true;
      this.now();
    }, timeoutMs);
    if (caller?.aborted) this.now();
    caller?.addEventListener("abort", this.now, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  readonly now = (): void => {
    this.#controller.abort();
    this.#reject?.(this.signal.reason);
  };

  /** Rejects when stopped even if the exchange hangs where its signal does not reach, such as in a proxy's answer. */
  orStopped<T>(exchange: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (this.signal.aborted) reject(this.signal.reason);
      exchange.then(resolve, reject);
    });
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#deadline);
    this.#caller?.removeEventListener("abort", this.now);
  }
}
