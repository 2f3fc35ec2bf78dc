import type { Wording } from "../inputs/wording.ts";

/**
 * The kind of failure that ended a call to a service.
 *
 * | failure | what is known |
 * |---|---|
 * | `input` | the input is not valid; nothing was sent |
 * | `refused` | the service refused, in its own answer: it did nothing |
 * | `status` | an HTTP status other than 2xx, without an answer from the service itself |
 * | `redirect` | the service is at another address, which the credentials do not follow |
 * | `proxy-refused` | the proxy said no, and will again; nothing went through it |
 * | `proxy-down` | the proxy cannot be reached |
 * | `untrusted` | the certificate of the service cannot be trusted |
 * | `transport` | no connection, or one that broke |
 * | `timeout` | no complete answer in time |
 * | `too-large` | an answer of more bytes than `--max-response` allows |
 * | `unreadable` | an answer that is not as the service documents it |
 */
export type CallFailure =
  | "input"
  | "refused"
  | "status"
  | "redirect"
  | "proxy-refused"
  | "proxy-down"
  | "untrusted"
  | "transport"
  | "timeout"
  | "too-large"
  | "unreadable";

/** A failed call to a service. The errors of our clients have these fields. */
export interface FailedCall {
  /** Stable, kebab-case: `ats-timeout`. */
  readonly code: string;
  readonly message: string;
  readonly failure: CallFailure;
  readonly httpStatus?: number | undefined;
  /** Seconds that the service asks to wait before the next request. */
  readonly retryAfterS?: number | undefined;
  /** True only when not one byte of the request can have reached the service. */
  readonly certainlyNotSent?: boolean | undefined;
  /** For `input`: one sentence for each problem. */
  readonly problems?: readonly string[] | undefined;
}

/** The call that failed. A rerun is a `start`. */
export type ServiceCall = "start" | "poll" | "results";

/** The words for a service and its runs in sentences for people. */
export interface ServiceWords {
  /** The name of the service: `ATS`. */
  readonly title: string;
  /** The service's word for a run: `testset`. */
  readonly run: string;
  /** The place where a person finds the run: `on the Test Runs page of ATS`. */
  readonly where: string;
  /** The inputs of the account: `ATS_USERNAME and ATS_PASSWORD`. */
  readonly account: Wording;
  /** The input for the address of the service. Default: `--base-url`. */
  readonly address?: Wording;
}
