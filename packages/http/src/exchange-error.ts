import { certificateWords } from "./certificate-words.ts";
import type { Connection } from "./connection.ts";

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

/** An exchange that brought no usable answer. Holds no header and no body of the request. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  readonly failure: ExchangeFailure;
  /** True only when not one byte of the request can have reached the service. */
  readonly certainlyNotSent: boolean;
  /** The status of an answer that came and is of no use: a redirect. */
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
 * The failure of an exchange that something below threw out of.
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
  const failure = (code !== undefined && proxyFailures[code]) || "transport";
  return new ExchangeError(failure, describe(cause), { cause, certainlyNotSent });
}

/** The `code` of the error with which an agent says that the proxy refused. */
export const proxyRefused = "ERR_PROXY_REFUSED";
/** The `code` of the error with which an agent says that the proxy cannot be reached. */
export const proxyDown = "ERR_PROXY_DOWN";

const proxyFailures: Readonly<Record<string, ExchangeFailure>> = {
  [proxyRefused]: "proxy-refused",
  [proxyDown]: "proxy-down",
};

/** The code that the system gave an error; `fetch` hides it one cause further down. */
export function systemCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < deepestCause; at = at.cause, depth++)
    if ("code" in at && typeof at.code === "string") return at.code;
  return undefined;
}

/** Causes behind each other that are looked at. */
const deepestCause = 10;

/** `fetch` says only "fetch failed"; what happened stands in the cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && error.message === "fetch failed" ? describe(cause) : error.message || error.name;
}

/** Whether the connection of a request that failed was usable. */
const usableOf = new WeakMap<Error, boolean>();

/**
 * Notes on an error of a request what its connection tells: where it never became usable, not a byte was sent.
 *
 * @returns the error itself
 * @example request.on("error", (error) => reject(withFate(error, connection)));
 */
export function withFate<E extends Error>(error: E, { usable }: Pick<Connection, "usable">): E {
  usableOf.set(error, usable);
  return error;
}

/** Calls of the system by which a connection is made; they fail only before there is one. */
const connecting: ReadonlySet<unknown> = new Set(["connect", "getaddrinfo"]);

/** What undici and TLS say when no connection came about. No code of a connection that was up is among them. */
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
 * Whether it is certain that the request never left. What its connection told counts and nothing else; where no
 * connection was watched, as with the built-in `fetch`, only an error of the making of a connection proves it, at every
 * address that was tried.
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
