import { type BoundedFetch, type Bounds, boundedFetch, type Fetch } from "./bounded-fetch.ts";
import { retryAfterS } from "./retry-after.ts";

/** An unchecked answer of a service, decoded as UTF-8. */
export interface UncheckedAnswer {
  readonly status: number;
  /** The seconds that it asks to wait before the next request. */
  readonly retryAfterS: number | undefined;
  readonly text: string;
}

/** A value that was read from an answer, and the text of that answer without secrets. */
export interface ValueInAnswer<T> {
  readonly value: T;
  readonly text: string;
}

/** The request that openapi-fetch makes. The global `Request` would load all of the built-in fetch, used or not. */
class PlainRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  /** Text, if there is one: openapi-fetch has written it as JSON. */
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;

  constructor(url: string, { method, headers, body, signal }: Omit<PlainRequest, "url">) {
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.body = body;
    this.signal = signal;
  }
}

/** The options of every client made by openapi-fetch, whose type of `Request` is narrower than what it uses of one. */
export interface OpenapiOptions {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly Request: never;
}

/**
 * Returns the options with which openapi-fetch makes a client.
 * @example const api = createOpenapiClient<paths>(openapiOptions(baseUrl, { authorization }));
 */
export function openapiOptions(baseUrl: string, headers: Readonly<Record<string, string>>): OpenapiOptions {
  return { baseUrl, headers, Request: PlainRequest as never };
}

/** The limits of a client's exchanges, and its way to send them. */
export interface ExchangeOptions extends Bounds {
  /** Default: the global `fetch`. */
  readonly fetch: Fetch | undefined;
}

/** The options that each call of a client made by openapi-fetch needs, beside its own. */
export interface CallInit {
  readonly fetch: (request: PlainRequest) => Promise<never>;
  readonly signal?: AbortSignal;
}

/** Sends the request of one call, and returns its unchecked answer. */
export type Ask = (
  call: (init: CallInit) => Promise<unknown>,
  options?: { readonly signal?: AbortSignal | undefined },
) => Promise<UncheckedAnswer>;

/**
 * Returns the function that sends the calls of a client made by openapi-fetch with `openapiOptions`. openapi-fetch writes the request from the spec's types, but assumes that an answer is as the spec says, which
 * cannot be trusted.
 *
 * @param failureOf makes the client's own error of one of the exchange
 * @example
 * const ask = openapiCalls({ fetch, timeoutMs, maxBytes }, (error) => mtaFailure(error, redact));
 * const answer = await ask((init) => api.GET("/testruns/{executionId}", { ...init, params }), { signal });
 */
export function openapiCalls({ fetch: send, ...bounds }: ExchangeOptions, failureOf: (error: unknown) => unknown): Ask {
  const exchange = boundedFetch(send ?? ((url, init) => fetch(url, init)), bounds);
  return async (call, { signal } = {}) => {
    try {
      return await openapiExchange(exchange, (fetch) => call({ fetch, ...(signal && { signal }) }));
    } catch (error) {
      throw failureOf(error);
    }
  };
}

const utf8 = new TextDecoder();

async function openapiExchange(
  send: BoundedFetch,
  call: (fetch: CallInit["fetch"]) => Promise<unknown>,
): Promise<UncheckedAnswer> {
  let answer: UncheckedAnswer | undefined;
  await call(async ({ url, method, headers, body, signal }) => {
    const sent = {
      method,
      headers: Object.fromEntries(headers),
      signal,
      ...(typeof body === "string" ? { body } : {}),
    };
    const response = await send(url, sent);
    answer = {
      status: response.status,
      retryAfterS: retryAfterS(response.headers),
      text: utf8.decode(response.bytes),
    };
    return { status: 204, ok: true, headers: new Map() } as never;
  });
  if (!answer) throw new Error("openapi-fetch made no request");
  return answer;
}
