import { certificateWords } from "./certificate-words.ts";
import type { WatchedConnection } from "./connection.ts";

/**
 * Why an exchange brought no usable answer. `proxy-refused`: the proxy said no, nothing went through it, and it will say
 * so again. `proxy-down`: the proxy cannot be reached. `untrusted`: the service's certificate cannot be trusted.
 * `transport`: no connection, or one that broke.
 */
export type ExchangeFailure =
  | "timeout"
  | "too-large"
  | "redirect"
  | "proxy-refused"
  | "proxy-down"
  | "untrusted"
  | "transport";

/** An exchange that returned no usable answer. Contains neither the headers nor the body of the request. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  readonly failure: ExchangeFailure;
  /** True only if not one byte of the request can have reached the service. */
  readonly certainlyNotSent: boolean;
  /** The status of an answer that cannot be used: a redirect. */
  readonly httpStatus: number | undefined;

  constructor(
    failure: ExchangeFailure,
    message: string,
    options: { cause?: unknown; certainlyNotSent?: boolean; httpStatus?: number } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.failure = failure;
    this.certainlyNotSent = options.certainlyNotSent ?? false;
    this.httpStatus = options.httpStatus;
  }
}

/**
 * Makes the failure of an exchange from the error that ended it.
 *
 * @param certainlyNotSent see {@link ExchangeError.certainlyNotSent}
 * @example throw brokenExchange(error, neverSent(error));
 */
export function brokenExchange(cause: unknown, certainlyNotSent: boolean): ExchangeError {
  const code = systemCode(cause);
  const words = certificateWords(code);
  if (words !== undefined)
    return new ExchangeError("untrusted", `its certificate ${words} (${describe(cause)}; ${code})`, {
      cause,
      certainlyNotSent,
    });
  const failure = proxyFailures.get(code) ?? "transport";
  return new ExchangeError(failure, describe(cause), { cause, certainlyNotSent });
}

/** The `code` of an agent's error if the proxy refused. */
export const proxyRefused = "ERR_PROXY_REFUSED";
/** The `code` of the error with which an agent says that the proxy cannot be reached. */
export const proxyDown = "ERR_PROXY_DOWN";

const proxyFailures: ReadonlyMap<string | undefined, ExchangeFailure> = new Map([
  [proxyRefused, "proxy-refused"],
  [proxyDown, "proxy-down"],
]);

/** Returns the code that the system gave an error; `fetch` hides it one cause further down. */
export function systemCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < deepestCause; at = at.cause, depth++)
    if ("code" in at && typeof at.code === "string") return at.code;
  return undefined;
}

/** The most errors of a chain of causes that are checked. */
const deepestCause = 10;

/** Returns the message. `fetch` says only "fetch failed"; its cause says what happened. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && error.message === "fetch failed" ? describe(cause) : error.message || error.name;
}

/** True for the error of a request whose connection was usable. */
const usableOf = new WeakMap<Error, boolean>();

/**
 * Notes on a request's error whether its connection was usable. If it never was, not a byte was sent.
 *
 * @returns the error itself
 * @example request.on("error", (error) => reject(withFate(error, connection)));
 */
export function withFate<E extends Error>(error: E, { usable }: Pick<WatchedConnection, "usable">): E {
  usableOf.set(error, usable);
  return error;
}

/** The system calls that make a connection; they fail only before there is one. */
const connecting: ReadonlySet<unknown> = new Set(["connect", "getaddrinfo"]);

/** The codes of undici and TLS for a connection that was not established. None of them occurs on an established one. */
const beforeConnected: ReadonlySet<unknown> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/**
 * Returns true if it is certain that the request was never sent. If its connection was watched, only that counts. If not,
 * as with the built-in `fetch`, only an error from establishing the connection proves it, at every address that was tried.
 */
export function neverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const usable = usableOf.get(error);
  if (usable !== undefined) return !usable;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverSent);
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (syscall !== undefined) return connecting.has(syscall);
  return beforeConnected.has(code) || neverSent(error.cause);
}
