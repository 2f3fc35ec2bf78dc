import {
  cleanLine,
  isObject,
  type JsonObject,
  parseJson,
  type Redact,
  tellsTrouble,
  type UncheckedAnswer,
  type ValueInAnswer,
} from "@remotest/http";
import { MtaHttpError, MtaUnreadableError } from "./errors.ts";
import { nextStepForStatus } from "./failures.ts";

/** A run. specs/mta.openapi.yaml, getTestRun. */
export interface TestRun {
  /** As MTA writes it; undefined if it is absent or empty, such as before the run begins. */
  readonly result: string | undefined;
  readonly startDate: string | undefined;
  readonly configurationName: string | undefined;
  /** The run's page for people. It comes from a setting of the server, and can be wrong. */
  readonly url: string | undefined;
}

/** A suite run or a case run. specs/mta.openapi.yaml, listSuiteRuns and listCaseRuns. Names repeat; keys do not. */
export interface PartRun {
  readonly key: string;
  /** Its position; undefined if MTA does not say. */
  readonly sequence: number | undefined;
  readonly name: string;
  /** As MTA writes it; undefined if it is absent or empty. */
  readonly result: string | undefined;
  /** Of a case run only. */
  readonly message: string | undefined;
  readonly url: string | undefined;
}

const fieldsOfRun = ["TestRunExecutionId", "StartDate", "Result", "TestConfigurationName", "TestRunUrl"];
const fieldsOfPart = ["Key", "Sequence", "Name", "Result", "ResultMessage", "Url"];

/**
 * Reads the answer to a start. An execution id means that the run exists, whatever the status: an id is never dropped.
 *
 * @throws {MtaHttpError} for a status other than 2xx without an id.
 * @throws {MtaUnreadableError} for any other answer without an id that can be read.
 */
export function readStarted(answer: UncheckedAnswer, redact: Redact): string {
  const body = parseJson(answer.text);
  const id = isObject(body) ? body["TestRunExecutionId"] : undefined;
  if (typeof id === "string" && isExecutionId(id.trim())) return id.trim();
  if (/TestRunExecutionId/i.test(answer.text))
    throw unreadable("mentions a TestRunExecutionId that cannot be read", answer.text, redact);
  assertStatus(answer, redact);
  throw unreadable("has no TestRunExecutionId", answer.text, redact);
}

/** Reads a run. @throws {MtaHttpError | MtaUnreadableError} */
export function readTestRun(answer: UncheckedAnswer, executionId: string, redact: Redact): ValueInAnswer<TestRun> {
  const reading = new Reading(answer, redact);
  const body = reading.body;
  if (!isObject(body)) throw reading.unreadable("is not an object");
  reading.assertNoTrouble(body, fieldsOfRun);
  const id = reading.text(body, "TestRunExecutionId");
  if (id !== undefined && id.toLowerCase() !== executionId.toLowerCase())
    throw reading.unreadable("is about another run");
  const value = {
    result: reading.text(body, "Result"),
    startDate: reading.text(body, "StartDate"),
    configurationName: reading.text(body, "TestConfigurationName"),
    url: reading.text(body, "TestRunUrl"),
  };
  // Otherwise any object, such as an error's, would look like a run that has not begun.
  if (id === undefined && Object.keys(body).length > 0 && value.result === undefined)
    throw reading.unreadable("names neither a run nor a result");
  return { value, text: redact(answer.text) };
}

/** Reads the suite runs of a run, or the case runs of a suite run. @throws {MtaHttpError | MtaUnreadableError} */
export function readPartRuns(answer: UncheckedAnswer, redact: Redact): ValueInAnswer<readonly PartRun[]> {
  const reading = new Reading(answer, redact);
  if (!Array.isArray(reading.body)) throw reading.unreadable("is not a list");
  const keys = new Set<string>();
  const value = reading.body.map((part: unknown): PartRun => {
    if (!isObject(part)) throw reading.unreadable("has an entry that is not an object");
    reading.assertNoTrouble(part, fieldsOfPart);
    const key = reading.key(part);
    if (keys.has(key)) throw reading.unreadable("has two entries with the same Key");
    keys.add(key);
    return {
      key,
      sequence: numberOf(part["Sequence"]),
      name: reading.text(part, "Name") ?? `(without a name, ${key})`,
      result: reading.text(part, "Result"),
      message: reading.text(part, "ResultMessage"),
      url: reading.text(part, "Url"),
    };
  });
  return { value, text: redact(answer.text) };
}

/** Checks that a list came. @throws {MtaHttpError | MtaUnreadableError} */
export function readList(answer: UncheckedAnswer, redact: Redact): void {
  const reading = new Reading(answer, redact);
  if (!Array.isArray(reading.body)) throw reading.unreadable("is not a list");
}

/** Checks that a request was accepted; its answer is empty. @throws {MtaHttpError} */
export function readAccepted(answer: UncheckedAnswer, redact: Redact): void {
  assertStatus(answer, redact);
  if (/^\s*(?:<!doctype|<html)/i.test(answer.text))
    throw unreadable("is a web page, so it is not known whether MTA received the request", answer.text, redact);
}

/** One answer on its way from text to values. */
class Reading {
  readonly body: unknown;
  readonly #text: string;
  readonly #redact: Redact;

  constructor(answer: UncheckedAnswer, redact: Redact) {
    assertStatus(answer, redact);
    this.#text = answer.text;
    this.#redact = redact;
    this.body = parseJson(answer.text);
    if (this.body === undefined) throw this.unreadable("is not the documented JSON");
  }

  unreadable(what: string): MtaUnreadableError {
    return unreadable(what, this.#text, this.#redact);
  }

  /** Returns a text; undefined if it is absent, null or empty. */
  text(from: JsonObject, name: string): string | undefined {
    const value = from[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") throw this.unreadable(`has a ${name} that is not text`);
    return value.trim() === "" ? undefined : value;
  }

  key(from: JsonObject): string {
    const key = from["Key"];
    const text = typeof key === "number" && Number.isSafeInteger(key) ? String(key) : key;
    if (typeof text !== "string" || !isKey(text)) throw this.unreadable("has an entry without a Key that can be read");
    return text;
  }

  /** Checks that no undocumented part reports a failure. */
  assertNoTrouble(within: JsonObject, known: readonly string[]): void {
    for (const [name, value] of Object.entries(within)) {
      if (known.includes(name) || isNoConstructionError(name, value) || !tellsTrouble(name, value)) continue;
      throw this.unreadable(`reports a failure in ${JSON.stringify(name.slice(0, 60))}`);
    }
  }
}

/** The lists of tests have this field (specs/mta.openapi.yaml); a run might. */
function isNoConstructionError(name: string, value: unknown): boolean {
  return name === "ConstructionError" && typeof value === "string" && /^\s*(?:no error)?\s*$/i.test(value);
}

function assertStatus({ status, text, retryAfterS }: UncheckedAnswer, redact: Redact): void {
  if (status >= 200 && status < 300) return;
  const excerpt = cleanLine(redact(text).replaceAll(/<[^<>]*>/g, " "), redact, 200);
  throw new MtaHttpError(
    `MTA answered HTTP ${status}${excerpt === "" ? "" : `: ${excerpt}`}`,
    nextStepForStatus(status),
    status,
    retryAfterS,
  );
}

function unreadable(what: string, text: string, redact: Redact): MtaUnreadableError {
  const excerpt = cleanLine(text, redact, 200);
  return new MtaUnreadableError(
    `MTA's answer ${what}: ${excerpt === "" ? "it is empty" : excerpt}`,
    "Check MTA's address (baseUrl) and any proxy before it; if both are right, MTA has changed.",
    redact(text),
  );
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** True if a text can be sent as a key: a part of a path, which must stay in its place. */
export function isKey(text: string): boolean {
  return /^(?!\.{1,2}$)[^/?#%\\\s\p{Cc}\p{Cs}]{1,100}$/u.test(text);
}

/** True if a text can be the id of a run: a UUID, in every sample. */
export function isExecutionId(text: string): boolean {
  return /^[\w-]{1,100}$/.test(text);
}
