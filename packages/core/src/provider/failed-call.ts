/**
 * What kind of failure ended a call to a service.
 *
 * | failure | what is known |
 * |---|---|
 * | `input` | what was given cannot be sent; nothing was |
 * | `refused` | the service said no, in an answer of its own: it did nothing |
 * | `status` | an HTTP status other than 2xx, without an answer of the service's own |
 * | `redirect` | the service is at another address, which the credentials do not follow |
 * | `proxy-refused` | the proxy said no, and will again; nothing went through it |
 * | `proxy-down` | the proxy cannot be reached |
 * | `untrusted` | the certificate of the service cannot be trusted |
 * | `transport` | no connection, or one that broke |
 * | `timeout` | no whole answer in time |
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

/** A call to a service that failed. Every error of our clients is one. */
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
  /** Of an `input`: one sentence for each problem. */
  readonly problems?: readonly string[] | undefined;
}

/** Which call it was. A rerun is a `start`. */
export type ServiceCall = "start" | "poll" | "results";

/** The words for a service and its runs in sentences for people. */
export interface ServiceWords {
  /** The service: `ATS`. */
  readonly title: string;
  /** What it calls a run: `testset`. */
  readonly run: string;
  /** Where a person finds the run: `on the Test Runs page of ATS`. */
  readonly where: string;
  /** Where the account comes from: `ATS_USERNAME and ATS_PASSWORD`. */
  readonly account: string;
  /** The option for the address of the service. Default: `--base-url`. */
  readonly address?: string;
}
