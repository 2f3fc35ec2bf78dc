export { type Bounds, boundedFetch, type Fetch } from "./bounded-fetch.ts";
export { ExchangeError, type ExchangeFailure, neverSent } from "./exchange-error.ts";
export { type Redact, redactor } from "./redactor.ts";
