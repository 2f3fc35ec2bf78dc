export {
  type BoundedFetch,
  type Bounds,
  boundedFetch,
  type Fetch,
  type FetchAnswer,
  type FetchInit,
  type Received,
  type Sent,
} from "./bounded-fetch.ts";
export { type Connection, watchConnection } from "./connection.ts";
export { ExchangeError, type ExchangeFailure, neverSent, withFate } from "./exchange-error.ts";
export { bareForms, type Redact, redactor } from "./redactor.ts";
export { repeatedKey } from "./repeated-key.ts";
export { retryAfterS } from "./retry-after.ts";
export { mayCarryVerdict, namesOf, shownWhole, tellsTrouble } from "./unknown-parts.ts";
export { mayTellTrouble, saysBadEnd, saysTrouble } from "./verdict-words.ts";
export { type XmlCharacters, xmlCharacters } from "./xml-characters.ts";
