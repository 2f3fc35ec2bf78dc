import type { Service } from "../stage/workspace.ts";

/** Which call of a service a request is. `results`: the one that brings the results home. */
export type Call = "start" | "look" | "results" | "rerun";

/** The calls of each service, in the order of a run. */
export const callsOf = {
  apptest: ["start", "look", "results"],
  ats: ["start", "look", "results", "rerun"],
} as const satisfies Readonly<Record<Service, readonly Call[]>>;

/** What can happen to an exchange whose connection has come about. Whether the service gets the request is part of it. */
export const exchangeFaults = {
  "reset-before": "the connection is reset, the request unread",
  "reset-after": "the connection is reset, the request done, its answer lost",
  "half-body": "half an answer, then a reset",
  drip: "an answer that comes a byte at a time and does not end in time",
  stalled: "the request is taken, and not even the head of an answer comes",
  "html-200": "an HTML page with 200",
  "html-502": "an HTML page with 502, the request done",
  "html-503": "an HTML page with 503",
  "429-bare": "429 without Retry-After",
  "429-seconds": "429 with Retry-After in seconds",
  "429-date": "429 with Retry-After as a date",
  "content-type": "the right answer as `text/plain`",
  "charset-label": "the right answer in UTF-8, labelled UTF-16",
  "charset-bytes": "the right answer in UTF-16, labelled UTF-8",
  "gzip-bomb": "gzip that unpacks to 96 MiB",
  "gzip-cut": "gzip that is cut off, in a body that is whole",
  redirect: "a redirect to another origin",
  "gateway-json": "a gateway's JSON with 504 and a code of the service, the request done",
  "added-field": "the right answer, with a field that no page documents",
} as const;

/** What can happen to such an exchange over TLS alone. */
const tlsFaults = {
  "tls-text": "plain text appears in the TLS connection, the request done",
} as const;

/** What keeps a connection from coming about. */
const connectionFaults = {
  refused: "the connection is refused",
  tls: "a certificate that nobody vouches for",
  dns: "the name does not resolve",
} as const;

/** What happens to the process itself while the call is on its way. */
const clockFaults = {
  "clock-forward": "the clock jumps a day ahead",
  "clock-back": "the clock jumps a day back",
} as const;

export type ExchangeFault = keyof typeof exchangeFaults;
export type TlsFault = keyof typeof tlsFaults;
export type ConnectionFault = keyof typeof connectionFaults;
export type ClockFault = keyof typeof clockFaults;
export type Fault = ExchangeFault | TlsFault | ConnectionFault | ClockFault;

/** What each fault is, for people. */
export const titles: Readonly<Record<Fault, string>> = {
  ...connectionFaults,
  ...exchangeFaults,
  ...tlsFaults,
  ...clockFaults,
};

export const isExchangeFault = (fault: Fault): fault is ExchangeFault => fault in exchangeFaults;
export const isTlsFault = (fault: Fault): fault is TlsFault => fault in tlsFaults;
export const isClockFault = (fault: Fault): fault is ClockFault => fault in clockFaults;
