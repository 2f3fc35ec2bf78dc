/**
 * The kinds of calls. `upload` sends a file before the start, `find` searches for the run of a start whose answer was lost,
 * `poll` checks the status, `results` fetches the results.
 */
export type Call = "upload" | "start" | "find" | "poll" | "results" | "rerun";

/** Faults of an exchange whose connection was established, with and without a request that reaches the service. */
export const exchangeFaults = {
  "reset-before": "the connection is reset before the request is read",
  "reset-after": "the connection is reset after the request is processed, the answer is lost",
  "half-body": "half an answer, then a reset",
  drip: "an answer that arrives byte by byte and does not end in time",
  stalled: "the request is processed, but no part of an answer arrives",
  "html-200": "an HTML page with 200",
  "html-502": "an HTML page with 502, the request is processed",
  "html-503": "an HTML page with 503",
  "429-bare": "429 without Retry-After",
  "429-seconds": "429 with Retry-After in seconds",
  "429-date": "429 with Retry-After as a date",
  "content-type": "the right answer as `text/plain`",
  "charset-label": "the right answer in UTF-8, labelled UTF-16",
  "charset-bytes": "the right answer in UTF-16, labelled UTF-8",
  "gzip-bomb": "gzip that unpacks to 96 MiB",
  "gzip-cut": "gzip that is cut off, in a complete body",
  redirect: "a redirect to another origin",
  "gateway-json": "a gateway's JSON with 504 and a code of the service, the request is processed",
  "added-field": "the right answer, with an undocumented field",
} as const;

/** Faults of an exchange that are only possible over TLS. */
const tlsFaults = {
  "tls-text": "plain text appears in the TLS connection, the request is processed",
} as const;

/** Faults that prevent a connection. */
const connectionFaults = {
  refused: "the connection is refused",
  tls: "an untrusted certificate",
  dns: "the name does not resolve",
} as const;

/** Faults of the process while the call is on its way. */
const clockFaults = {
  "clock-forward": "the clock jumps a day ahead",
  "clock-back": "the clock jumps a day back",
} as const;

export type ExchangeFault = keyof typeof exchangeFaults;
export type TlsFault = keyof typeof tlsFaults;
export type ConnectionFault = keyof typeof connectionFaults;
export type ClockFault = keyof typeof clockFaults;
export type Fault = ExchangeFault | TlsFault | ConnectionFault | ClockFault;

/** The descriptions of the faults, for people. */
export const titles: Readonly<Record<Fault, string>> = {
  ...connectionFaults,
  ...exchangeFaults,
  ...tlsFaults,
  ...clockFaults,
};

export const isExchangeFault = (fault: Fault): fault is ExchangeFault => fault in exchangeFaults;
export const isTlsFault = (fault: Fault): fault is TlsFault => fault in tlsFaults;
export const isClockFault = (fault: Fault): fault is ClockFault => fault in clockFaults;
