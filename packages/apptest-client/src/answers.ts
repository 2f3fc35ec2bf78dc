import { isObject, type JsonObject, type Redact, shownWhole, tellsTrouble } from "@remotest/http";
import {
  type Answer,
  assertNoTrouble,
  dataOf,
  isLargeId,
  openEnvelope,
  saysSuccess,
  saysTwoThings,
  unreadable,
  wholeNumber,
} from "./envelope.ts";
import type { components } from "./generated/openapi.ts";
import type { TestsetStatus } from "./testset-status.ts";

type Schemas = components["schemas"];

/** A testset that was started. specs/apptest.openapi.yaml, runTestset. */
export interface StartedTestset {
  /** The unique number of the testset; its digits as text if a number cannot represent them (above 2^53). */
  readonly testsetId: number | string;
  /** The number of single tests; 0 if the service did not say. */
  readonly testCount: number;
}

/** The results of a testset, by wire name; empty if not sent. specs/apptest.openapi.yaml, getTestsetResult. */
export type TestsetResult = Schemas["TestsetResult"];

const counts = [
  "total_test_cnt",
  "error_cnt",
  "fail_cnt",
  "initializing_cnt",
  "pass_cnt",
  "running_cnt",
  "stop_cnt",
] as const satisfies readonly (keyof Schemas["TestsetStatusDetail"])[];

/**
 * Reads the answer to a start. An answer with an id means that the testset exists, whatever the code or the HTTP status:
 * an id is never dropped. Success without an id is unreadable under any status, because a testset may be running; so are
 * an answer that contradicts itself, and one with an id that cannot be read.
 */
export function readStarted(answer: Answer, redact: Redact): StartedTestset {
  const data = dataOf(answer);
  const testsetId = idIn(answer.text, data?.["testset_id"]);
  // The testset runs even if its count is missing, but without its id it could not be found again.
  if (testsetId !== undefined) return { testsetId, testCount: Math.max(0, wholeNumber(data?.["test_count"]) ?? 0) };
  if (mentionsTestset(answer.text)) throw unreadable("mentions a testset_id that cannot be read", answer.text, redact);
  if (!saysSuccess(answer) && !saysTwoThings(answer)) openEnvelope(answer, redact);
  throw unreadable("has no testset_id", answer.text, redact);
}

/**
 * Returns true if a text, whether or not it is complete JSON, has the key of an id with a value. The service's reasons
 * mention the id, too, but not as a key: `Invalid request parameter : (testset_id: 1)`.
 */
function mentionsTestset(text: string): boolean {
  return /"testset_?id\\*"\s*:\s*(?:$|(?!null|false|0\b(?!\.)|\\*"\s*(?:0\s*)?\\*"|\{\s*\}|\[\s*\])\S)/i.test(text);
}

/**
 * Returns an id as it was written. `JSON.parse` rounds a number above 2^53, so its digits are taken from the text, and
 * only if it is certain which they are.
 */
function idIn(text: string, value: unknown): number | string | undefined {
  const small = wholeNumber(value);
  if (small !== undefined) return small >= 1 ? small : undefined;
  if (typeof value === "string") return isLargeId(value.trim()) ? value.trim() : undefined;
  const digits = [...text.matchAll(/"testset_id"\s*:\s*(\d{1,30})(?=\s*[,}])/g)];
  const mentions = text.split("testset_id").length - 1;
  const [only] = digits.length === 1 && mentions === 1 ? digits : [];
  const id = only?.[1];
  return id !== undefined && isLargeId(id) && Number(id) === value ? id : undefined;
}

export function readStatus(answer: Answer, redact: Redact): TestsetStatus {
  const data = openEnvelope(answer, redact);
  const { testset_status, testset_status_detail: detail, response_time } = data;
  assertNoTrouble(data, ["testset_status", "testset_status_detail", "response_time"], answer, redact);
  if (typeof testset_status !== "string" || testset_status.trim() === "") {
    throw unreadable("has no testset_status", answer.text, redact);
  }
  const status = { testset_status, testset_status_detail: readCounts(detail, answer, redact) };
  return typeof response_time === "string" ? { ...status, response_time } : status;
}

export function readResult(answer: Answer, redact: Redact): TestsetResult {
  const data = openEnvelope(answer, redact);
  const { complete } = data;
  assertNoTrouble(data, ["complete", "result_xml", "result_html", "result_json"], answer, redact);
  if (typeof complete !== "boolean") throw unreadable("does not say whether it is complete", answer.text, redact);
  const text = (name: keyof TestsetResult): string => readText(data, name, answer, redact);
  return {
    complete,
    result_xml: text("result_xml"),
    result_html: text("result_html"),
    result_json: text("result_json"),
  };
}

function readCounts(detail: unknown, answer: Answer, redact: Redact): Schemas["TestsetStatusDetail"] {
  if (!isObject(detail)) throw unreadable("has no testset_status_detail", answer.text, redact);
  const read = counts.map((name) => {
    const count = wholeNumber(detail[name]);
    if (count === undefined || count < 0) throw unreadable(`has no valid ${name}`, answer.text, redact);
    return [name, count] as const;
  });
  for (const [name, value] of Object.entries(detail))
    if (!isCount(name) && (tellsTrouble(name, value) || mayCountTests(name, value)))
      throw unreadable(`has an unknown count ${JSON.stringify(shownWhole(name, "a name"))}`, answer.text, redact);
  return Object.fromEntries(read) as Schemas["TestsetStatusDetail"];
}

function isCount(name: string): boolean {
  return counts.some((known) => known === name);
}

/** Counts that say nothing about the outcome of a test. */
const neutralCounts = /^(?:retry|retries|device|queue|complet|done|finish|total)/i;

/** True if an unknown count may count tests, and is not zero or empty. */
function mayCountTests(name: string, value: unknown): boolean {
  const isNone = value === null || value === "" || value === false || wholeNumber(value) === 0;
  return /_?cnt$|count$/i.test(name) && !neutralCounts.test(name) && !isNone;
}

function readText(data: JsonObject, name: keyof TestsetResult, answer: Answer, redact: Redact): string {
  const value = data[name] ?? "";
  // One table of the page gives their type as Boolean: a false can only mean that there is no such result.
  if (value === false) return "";
  if (typeof value !== "string") throw unreadable(`has a ${name} that is not text`, answer.text, redact);
  return value;
}
