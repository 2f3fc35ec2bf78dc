import { ExchangeError, neverSent } from "./exchange-error.ts";

/** One request, as it is handed to a `Fetch`. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: "manual";
}

/** The part of an answer that is used here. A `Response` is one. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** The decoded bytes as they come. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/**
 * The part of `fetch` that is used here, and `globalThis.fetch` is one. It names neither `Request` nor `Response`:
 * whoever touches those loads all of the built-in fetch, which takes longer than an exchange.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** What one exchange may take. */
export interface Bounds {
  /** Milliseconds for the whole exchange, the body included: a dripping body ends too. */
  readonly timeoutMs: number;
  /** Bytes of a decoded answer's body; more than that is refused, so a gzip bomb is harmless. */
  readonly maxBytes: number;
}

/** One request. */
export interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether a body so far tells that it is at its end. Then neither a second of silence nor a break of the connection after
   * it loses the answer.
   */
  readonly tellsEnd?: (soFar: Uint8Array) => boolean;
}

/** A whole answer. */
export interface Received extends Pick<FetchAnswer, "status" | "headers"> {
  /** The decoded body, empty when there is none. */
  readonly bytes: Uint8Array;
}

/** Sends one request and brings its whole answer home. */
export type BoundedFetch = (url: string, sent: Sent) => Promise<Received>;

/**
 * Wraps a `fetch` so that every exchange ends in time, holds at most `maxBytes`, and stays at the address given:
 * a redirect is an error, because following it would carry the credentials to another place.
 *
 * The answer's body is read whole before the promise resolves.
 *
 * @throws {ExchangeError} `timeout`, `too-large`, `redirect` or `transport`.
 * @throws the signal's reason when the caller aborts.
 * @example const send = boundedFetch(fetch, { timeoutMs: 30_000, maxBytes: 64 * 2 ** 20 });
 */
export function boundedFetch(fetch: Fetch, bounds: Bounds): BoundedFetch {
  return async (url, { signal: caller, tellsEnd, ...sent }) => {
    using stop = new Stop(bounds.timeoutMs, caller);
    const { signal } = stop;
    try {
      const { status, headers, body } = await orAborted(fetch(url, { ...sent, signal, redirect: "manual" }), signal);
      if (status >= 300 && status < 400 && status !== 304) {
        throw new ExchangeError("redirect", `The service answered ${status}, a redirect, which is not followed`, {
          httpStatus: status,
        });
      }
      const bytes = await orAborted(readWhole(body, bounds.maxBytes, tellsEnd), signal);
      if (tellsEnd) stop.now();
      return { status, headers, bytes };
    } catch (cause) {
      // Of an answer that is refused nothing more is read from the socket.
      stop.now();
      if (caller?.aborted) throw caller.reason;
      if (cause instanceof ExchangeError) throw cause;
      if (stop.isLate)
        throw new ExchangeError("timeout", `No whole answer came within ${bounds.timeoutMs / 1000} s`, { cause });
      throw new ExchangeError("transport", describe(cause), { cause, certainlyNotSent: neverSent(cause) });
    }
  };
}

/**
 * Ends one exchange: its time is up, the caller aborts, or nothing more of it is wanted. Taken down with the exchange,
 * where `AbortSignal.timeout` would stay alive until its time is up, once for each look of each run.
 */
class Stop implements Disposable {
  isLate = false;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #deadline: NodeJS.Timeout;

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

  readonly now = (): void => this.#controller.abort();

  [Symbol.dispose](): void {
    clearTimeout(this.#deadline);
    this.#caller?.removeEventListener("abort", this.now);
  }
}

/** A fetch that hangs where its signal does not reach, such as in a proxy's answer, must not outlast the bounds. */
function orAborted<T>(exchange: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    exchange.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Milliseconds of silence after which a body that tells its own end is over. */
const silentMs = 1_000;
/** Bytes in which a body's own end is looked for. */
const mostToCheck = 2 ** 20;

async function readWhole(body: FetchAnswer["body"], maxBytes: number, tellsEnd: Sent["tellsEnd"]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const iterator = body?.[Symbol.asyncIterator]();
  for (;;) {
    const isAtEnd = size > 0 && size <= mostToCheck && tellsEnd?.(joined(chunks, size)) === true;
    const next = isAtEnd ? await orSilence(iterator?.next()) : await iterator?.next();
    if (next === undefined || next.done === true) return joined(chunks, size);
    size += next.value.byteLength;
    if (size > maxBytes) throw new ExchangeError("too-large", `The answer is larger than ${maxBytes} bytes`);
    chunks.push(next.value);
  }
}

/** What comes; undefined where it breaks, or nothing comes any more. */
async function orSilence<T>(next: Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, silentMs, undefined);
  });
  try {
    return await Promise.race([next, silence]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/** fetch says only "fetch failed"; what happened stands in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && error.message === "fetch failed" ? describe(cause) : error.message || error.name;
}
