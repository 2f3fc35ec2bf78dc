import {
  cleanLine,
  isObject,
  type JsonObject,
  parseJson,
  type Redact,
  tellsTrouble,
  type UncheckedAnswer,
} from "@remotest/http";
import { BrowserstackHttpError, BrowserstackUnreadableError } from "./errors.ts";
import { nextStepForStatus } from "./failures.ts";
import { withoutTokens } from "./links.ts";

/** One answer on its way from text to values. */
export class Reading {
  readonly body: unknown;
  readonly #text: string;
  readonly #redact: Redact;

  /** @throws {BrowserstackHttpError | BrowserstackUnreadableError} for a status other than 2xx, or no JSON */
  constructor(answer: UncheckedAnswer, redact: Redact) {
    assertStatus(answer, redact);
    this.#text = answer.text;
    this.#redact = redact;
    this.body = parseJson(answer.text);
    if (this.body === undefined) throw this.unreadable("is not the documented JSON");
  }

  /** The whole answer without secrets. */
  get text(): string {
    return withoutTokens(this.#redact(this.#text));
  }

  get object(): JsonObject {
    if (!isObject(this.body)) throw this.unreadable("is not an object");
    return this.body;
  }

  unreadable(what: string): BrowserstackUnreadableError {
    return unreadable(what, this.#text, this.#redact);
  }

  /** Returns a text; undefined if it is absent, null or empty. A number counts as its digits. */
  textOf(from: JsonObject, name: string): string | undefined {
    const value = from[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "number") return String(value);
    if (typeof value !== "string") throw this.unreadable(`has a ${name} that is not text`);
    return value.trim() === "" ? undefined : value;
  }

  /** Returns a text for people, without secrets and the tokens of links; undefined if it is absent, null or empty. */
  saidIn(from: JsonObject, name: string): string | undefined {
    const text = this.textOf(from, name);
    return text === undefined ? undefined : withoutTokens(this.#redact(text));
  }

  /** Returns a text that must be there. */
  needed(from: JsonObject, name: string): string {
    const text = this.textOf(from, name);
    if (text === undefined) throw this.unreadable(`has no ${name}`);
    return text;
  }

  /** Returns a list of objects; empty if it is absent or null. */
  objects(from: JsonObject, name: string): readonly JsonObject[] {
    const list = from[name] ?? [];
    if (!Array.isArray(list) || !list.every(isObject)) throw this.unreadable(`has ${name} that cannot be read`);
    return list;
  }

  /** Returns an object; undefined if it is absent or null. */
  part(from: JsonObject, name: string): JsonObject | undefined {
    const value = from[name] ?? undefined;
    if (value !== undefined && !isObject(value)) throw this.unreadable(`has ${name} that cannot be read`);
    return value;
  }
}

/** Returns the name of an undocumented part that reports a failure; undefined if there is none. */
export function troubleIn(within: JsonObject, known: ReadonlySet<string>): string | undefined {
  const found = Object.entries(within).find(([name, value]) => !known.has(name) && tellsTrouble(name, value));
  return found?.[0].slice(0, 60);
}

/**
 * Reads the answer to a start. An id means that the build exists, whatever the status: an id is never dropped.
 *
 * @throws {BrowserstackHttpError} for a status other than 2xx without an id.
 * @throws {BrowserstackUnreadableError} for any other answer without an id that can be read.
 */
export function readStarted(answer: UncheckedAnswer, redact: Redact): string {
  const body = parseJson(answer.text);
  const id = isObject(body) ? body["build_id"] : undefined;
  if (typeof id === "string" && isId(id.trim())) return id.trim();
  if (/"build_?id"\s*:(?!\s*(?:null|""|\{\s*\}))/i.test(answer.text))
    throw unreadable("mentions a build_id that cannot be read", answer.text, redact);
  // A success without an id may have started a build, under whatever status.
  if (isObject(body) && /^\s*success/i.test(String(body["message"])))
    throw unreadable("says Success and has no build_id", answer.text, redact);
  assertStatus(answer, redact);
  throw unreadable("has no build_id", answer.text, redact);
}

/** Reads the address of an upload: `bs://…`. */
export function readUploaded(answer: UncheckedAnswer, redact: Redact): string {
  const reading = new Reading(answer, redact);
  const body = reading.object;
  for (const name of ["app_url", "test_suite_url", "test_url"]) {
    const url = reading.textOf(body, name);
    if (url !== undefined && isAddress(url)) return url;
  }
  throw reading.unreadable("has no address of the upload");
}

/** docs: a list has the 20 latest builds. A request for each of many more would not find a build sooner. */
const mostBuilds = 100;

/** Reads the ids of a list of builds, newest first, each once. */
export function readBuildIds(answer: UncheckedAnswer, redact: Redact): readonly string[] {
  const reading = new Reading(answer, redact);
  const body = Array.isArray(reading.body) ? { builds: reading.body as unknown } : reading.object;
  if (!("builds" in body)) throw reading.unreadable("is not a list of builds");
  const ids = reading.objects(body, "builds").map((each) => {
    const id = reading.textOf(each, "id") ?? reading.textOf(each, "build_id");
    if (id === undefined || !isId(id)) throw reading.unreadable("has a build without an id");
    return id;
  });
  if (ids.length > mostBuilds) throw reading.unreadable(`has ${ids.length} builds instead of the 20 latest`);
  return [...new Set(ids)];
}

/** Checks that a list came. */
export function readList(answer: UncheckedAnswer, redact: Redact): void {
  const reading = new Reading(answer, redact);
  const { body } = reading;
  if (!Array.isArray(body) && !(isObject(body) && Array.isArray(body["apps"])))
    throw reading.unreadable("is not a list");
}

/** Reads a text that is not JSON. */
export function readText(answer: UncheckedAnswer, redact: Redact): string {
  assertStatus(answer, redact);
  return withoutTokens(redact(answer.text));
}

/** @throws {BrowserstackHttpError} for a status other than 2xx */
function assertStatus({ status, text, retryAfterS }: UncheckedAnswer, redact: Redact): void {
  if (status >= 200 && status < 300) return;
  const said = reasonIn(text);
  const reason = said === undefined ? undefined : cleanLine(withoutTokens(said), redact);
  const excerpt = reason ?? cleanLine(withoutTokens(redact(text)).replaceAll(/<[^<>]*>/g, " "), redact, 200);
  const serviceCode = /^\s*\[(\w{3,80})\]/.exec(reason ?? "")?.[1];
  throw new BrowserstackHttpError(
    `BrowserStack answered HTTP ${status}${excerpt === "" ? "" : `: ${excerpt}`}`,
    nextStepForStatus(status),
    { httpStatus: status, retryAfterS, serviceCode, reason },
  );
}

/** Returns the reason in a refusal: `message`, `error` or `error.message`. */
function reasonIn(text: string): string | undefined {
  const body = parseJson(text);
  if (!isObject(body)) return undefined;
  const { error } = body;
  const said = [body["message"], isObject(error) ? error["message"] : error].find(
    (each) => typeof each === "string" && each.trim() !== "",
  );
  return typeof said === "string" ? said : undefined;
}

function unreadable(what: string, text: string, redact: Redact): BrowserstackUnreadableError {
  const clean = withoutTokens(redact(text));
  const excerpt = cleanLine(clean, redact, 200);
  return new BrowserstackUnreadableError(
    `BrowserStack's answer ${what}: ${excerpt === "" ? "it is empty" : excerpt}`,
    "Check BrowserStack's address (baseUrl) and any proxy before it; if both are right, the service has changed.",
    clean,
  );
}

/** True if a text can be the id of a build or a session: 40 hexadecimal digits, in every sample. */
export function isId(text: string): boolean {
  return /^[\w-]{1,100}$/.test(text);
}

/** True if a text can be the address of an upload. */
export function isAddress(text: string): boolean {
  return /^bs:\/\/[\w.-]{1,200}$/.test(text);
}
