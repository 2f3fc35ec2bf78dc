import { namesTrouble, saysTrouble } from "./verdict-words.ts";

/** Names whose value may be a good or a bad verdict. */
const verdicts = /result|status|state|outcome|verdict|execut|conclu|judg|exit_?code|warn/i;
const successes = /pass|succe|^ok$/i;
/** Names of a wanted state: only a value can show that it was not reached. */
const goals = /complet|finish|valid|done|health/i;

/**
 * Returns true if an undocumented part of an answer could report a failure, by its name. A service that adds a field must
 * not stop its users, but a field that could contain a verdict fails closed.
 *
 * @example mayCarryVerdict("RetryCount") // false
 * @example mayCarryVerdict("AbortedBy") // true
 */
export function mayCarryVerdict(name: string): boolean {
  return namesTrouble(name) || verdicts.test(name) || successes.test(name);
}

/** The depth to which an unknown part is checked. */
const deepest = 8;

/**
 * Returns true if an unknown part, by its name and its value, reports that something did not pass. A part that is not
 * set, or that plainly says that all went well, does not.
 *
 * @example tellsTrouble("success", true) // false
 * @example tellsTrouble("note", "the run was aborted") // true
 */
export function tellsTrouble(name: string, value: unknown, depth = 0): boolean {
  if (isEmpty(value) || freeTexts.test(name) || settings.test(name)) return false;
  if (namesTrouble(name)) return !isDenied(value);
  if (circumstances.test(name) || isAddress(value)) return typeof value === "string" && saysTrouble(value);
  if (verdicts.test(name) && typeof value === "object") return anyInside(value, depth);
  if (verdicts.test(name)) return !isGood(value) && !/^(?:0|200)$/.test(plain(value));
  if (successes.test(name) || goals.test(name)) return !isGood(value) && !isCountOrTime(value);
  if (typeof value === "string") return saysTrouble(value);
  return typeof value === "object" && anyInside(value, depth);
}

function anyInside(value: object | null, depth: number): boolean {
  const inside = Object.entries(value ?? {});
  return depth >= deepest || inside.some(([key, part]) => tellsTrouble(key, part, depth + 1));
}

/** Texts that people wrote about a test, an app or a device. A commit titled "Fix error" says nothing about this run. */
const freeTexts =
  /(?:^|[_-])(?:name|title|description|subject|label|model)$|(?:Name|Title|Description|Subject|Label|Model)$/;
/** Settings of the request. */
const settings = /^time_?out(?:_?(?:ms|s|sec|seconds|min|minutes))?$|_on_(?:error|fail\w*)$|OnError$/i;
/** Times, places, people and durations. */
const circumstances =
  /[_-](?:at|by|on|time|date|duration|url|uri|id)$|(?:[a-z](?:At|By|On|Time|Date|Duration|Url|URL|Uri|Id|ID))$/;

function isAddress(value: unknown): boolean {
  return typeof value === "string" && /^\w{1,20}:\/\/\S+$/.test(value.trim());
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" ? Object.keys(value).length === 0 : plain(value) === "";
}

function isDenied(value: unknown): boolean {
  return /^(?:0|false|no|none|null)$/i.test(plain(value));
}

const good =
  /^(?:true|yes|ok|okay|good|pass(?:ed)?|success(?:ful)?|succeeded|completed?|done|finished|valid|healthy)$/i;

function isGood(value: unknown): boolean {
  return good.test(plain(value));
}

/** True if the value is a number of completed tests, or the time of completion. */
function isCountOrTime(value: unknown): boolean {
  return /^[1-9]\d*$|^100(?:\.0+)?\s*%$|\d{1,2}:\d{2}|^\d{4}-\d{2}-\d{2}/.test(plain(value));
}

/** Returns a value as text; empty if it is a list or an object. */
function plain(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The most names that a warning lists. */
const mostNames = 10;

/** A longer text is not shown: cutting it could leave a part of a secret, which could no longer be recognised. */
const longestShown = 60;

/** Returns a short text as it is, and only the length of a longer one. */
export function shownWhole(text: string, what: string = "a text"): string {
  return text.length > longestShown ? `${what} of ${text.length} characters` : text;
}

/** Lists the names of unknown parts for a sentence: each once, at most ten. */
export function namesOf(unknown: ReadonlySet<string>): string {
  const shown = [...unknown].slice(0, mostNames).map((name) => shownWhole(name, "a name"));
  const left = unknown.size - shown.length;
  return shown.join(", ") + (left > 0 ? ` and ${left} more` : "");
}
