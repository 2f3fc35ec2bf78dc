export { type AddressProblem, readBaseAddress } from "./base-address.ts";
export {
  type BoundedFetch,
  type Bounds,
  boundedFetch,
  type Fetch,
  type FetchAnswer,
  type FetchInit,
  type ReceivedAnswer,
  type SentRequest,
} from "./bounded-fetch.ts";
export { CallError, type CallFailure } from "./call-error.ts";
export { cleanCause } from "./clean-cause.ts";
export { cleanLine } from "./clean-line.ts";
export { type WatchedConnection, watchConnection } from "./connection.ts";
export { brokenExchange, ExchangeError, neverSent, proxyDown, proxyRefused, withFate } from "./exchange-error.ts";
export { readBody, tooLarge } from "./read-body.ts";
export { type NamedProblem, type NameOf, sentences } from "./named-problem.ts";
export {
  type Ask,
  type CallInit,
  openapiCalls,
  openapiOptions,
  type UncheckedAnswer,
  type ValueInAnswer,
} from "./openapi-exchange.ts";
export { Oddities } from "./oddities.ts";
export { isObject, type JsonObject, parseJson } from "./parse-json.ts";
export { bareForms, type Redact, redactor } from "./redactor.ts";
export { repeatedKey } from "./repeated-key.ts";
export { retryAfterS } from "./retry-after.ts";
export { temporaryMs } from "./temporary.ts";
export { turns } from "./turns.ts";
export { mayCarryVerdict, shownWhole, tellsTrouble } from "./unknown-parts.ts";
export { mayTellTrouble, saysBadEnd, saysTrouble } from "./verdict-words.ts";
export { type XmlCharacters, xmlCharacters } from "./xml-characters.ts";
export type { OnProgress } from "./upload/file-body.ts";
export { FileChangedError } from "./upload/file-changed.ts";
export { type StatusWait, waitUntil } from "./wait-until.ts";
