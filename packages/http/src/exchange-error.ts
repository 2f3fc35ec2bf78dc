/** Why an exchange brought no usable answer. */
export type ExchangeFailure = "timeout" | "too-large" | "redirect" | "transport";

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
 * System and TLS codes that appear only before a connection is usable. A reset or a broken pipe is not among them:
 * it may follow a request that arrived.
 */
const beforeConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  // Of the proxy: nothing went through it.
  "ERR_PROXY_REFUSED",
  "ERR_PROXY_TUNNEL",
]);

/** Whether the error proves that the request never left: looked up along the causes, in every address tried. */
export function neverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverSent);
  if ("code" in error && typeof error.code === "string" && beforeConnected.has(error.code)) return true;
  // What a server that speaks no TLS answers to the handshake; Node 20 gives it the code of any protocol error.
  if ("code" in error && error.code === "EPROTO" && error.message.includes("wrong version number")) return true;
  return neverSent(error.cause);
}
