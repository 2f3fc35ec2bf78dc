import { ExchangeError, neverSent } from "./exchange-error.ts";

/** The part of `fetch` that is used here. `globalThis.fetch` is one; so is `nodeFetch()`. */
export type Fetch = (input: Request | string, init?: RequestInit) => Promise<Response>;

/** What one exchange may take. */
export interface Bounds {
  /** Milliseconds for the whole exchange, the body included: a dripping body ends too. */
  readonly timeoutMs: number;
  /** Bytes of a decoded answer's body; more than that is refused, so a gzip bomb is harmless. */
  readonly maxBytes: number;
}

/**
 * Wraps a `fetch` so that every exchange ends in time, holds at most `maxBytes`, and stays at the address given:
 * a redirect is an error, because following it would carry the credentials to another place.
 *
 * The answer's body is read whole before the promise resolves.
 *
 * @throws {ExchangeError} `timeout`, `too-large`, `redirect` or `transport`.
 * @throws the signal's reason when the caller aborts.
 * @example const get = boundedFetch(fetch, { timeoutMs: 30_000, maxBytes: 64 * 2 ** 20 });
 */
export function boundedFetch(fetch: Fetch, bounds: Bounds): Fetch {
  return async (input, init) => {
    const caller = init?.signal ?? (typeof input === "string" ? undefined : input.signal);
    const deadline = AbortSignal.timeout(bounds.timeoutMs);
    const signal = caller ? AbortSignal.any([caller, deadline]) : deadline;
    try {
      const response = await orAborted(fetch(input, { ...init, signal, redirect: "manual" }), signal);
      if (response.status >= 300 && response.status < 400 && response.status !== 304) {
        await response.body?.cancel();
        throw new ExchangeError(
          "redirect",
          `The service answered ${response.status}, a redirect, which is not followed`,
          { httpStatus: response.status },
        );
      }
      const body = await orAborted(readWhole(response, bounds.maxBytes), signal);
      const empty = response.status === 204 || response.status === 205 || response.status === 304;
      return new Response(empty ? null : body, {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
    } catch (cause) {
      if (caller?.aborted) throw caller.reason;
      if (cause instanceof ExchangeError) throw cause;
      if (deadline.aborted)
        throw new ExchangeError("timeout", `No whole answer came within ${bounds.timeoutMs / 1000} s`, { cause });
      throw new ExchangeError("transport", describe(cause), { cause, certainlyNotSent: neverSent(cause) });
    }
  };
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

async function readWhole(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream, so nothing more is read from the socket.
    if (size > maxBytes) throw new ExchangeError("too-large", `The answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
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
