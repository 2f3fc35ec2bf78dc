import type { ExchangeFailure } from "./exchange-error.ts";

/**
 * What kind of failure ended a call, for programs, which need no words for it.
 *
 * | failure | what is known |
 * |---|---|
 * | `input` | what was given cannot be sent; nothing was |
 * | `refused` | the service said no, in an answer of its own |
 * | `status` | an HTTP status other than 2xx, without an answer of the service's own |
 * | `redirect` | the service is at another address, which the credentials do not follow |
 * | `proxy-refused` | the proxy said no, and will again; nothing went through it |
 * | `proxy-down` | the proxy cannot be reached |
 * | `untrusted` | the certificate of the service cannot be trusted |
 * | `transport` | no connection, or one that broke |
 * | `timeout` | no whole answer in time |
 * | `too-large` | an answer of more bytes than it may have |
 * | `unreadable` | an answer that is not as the service documents it |
 */
export type CallFailure = "input" | "refused" | "status" | "unreadable" | ExchangeFailure;

/** The base of every error of every client. No part of it contains a secret. */
export abstract class CallError extends Error {
  /** Stable, for programs to tell failures apart. */
  abstract readonly code: string;
  /** The kind of failure, the same words for every service. */
  abstract readonly failure: CallFailure;
  /** What to do about it, in one sentence. */
  readonly hint: string;

  constructor(message: string, { hint, cause }: { readonly hint: string; readonly cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}
