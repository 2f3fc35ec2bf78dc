import type { ExchangeFailure } from "./exchange-error.ts";

/**
 * The kind of failure that ended a call, for programs to decide on.
 *
 * | failure | meaning |
 * |---|---|
 * | `input` | the input cannot be sent; nothing was sent |
 * | `refused` | the service itself refused the request |
 * | `status` | an HTTP status other than 2xx, without an answer from the service itself |
 * | `redirect` | the service is at another address; the credentials are not sent there |
 * | `proxy-refused` | the proxy refused, and will refuse again; nothing went through it |
 * | `proxy-down` | the proxy cannot be reached |
 * | `untrusted` | the certificate of the service cannot be trusted |
 * | `transport` | the connection failed, or broke |
 * | `timeout` | the answer was not complete in time |
 * | `too-large` | the answer has more bytes than allowed |
 * | `unreadable` | the answer is not as the service documents it |
 */
export type CallFailure = "input" | "refused" | "status" | "unreadable" | ExchangeFailure;

/** The base class of every client's errors. No part of it contains a secret. */
export abstract class CallError extends Error {
  /** A stable code, by which programs tell failures apart. */
  abstract readonly code: string;
  /** The kind of failure, the same words for every service. */
  abstract readonly failure: CallFailure;
  /** The next step for the user, in one sentence. */
  readonly hint: string;

  constructor(message: string, { hint, cause }: { readonly hint: string; readonly cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}
