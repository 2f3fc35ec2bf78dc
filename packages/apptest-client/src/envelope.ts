import {
  cleanLine,
  isObject,
  type JsonObject,
  parseJson,
  type Redact,
  saysTrouble,
  tellsTrouble,
} from "@remotest/http";
import { ApptestHttpError, ApptestRefusedError, ApptestUnreadableError } from "./errors.ts";
import { resultCodes } from "./generated/result-codes.ts";
import { isResultCode, nextStep, nextStepForStatus } from "./next-steps.ts";

/** An unchecked answer, from either transport. */
export interface Answer {
  readonly status: number;
  /** The seconds that it asks to wait before the next request. */
  readonly retryAfterS: number | undefined;
  readonly text: string;
}

/**
 * Returns the `data` of the service's envelope, or throws the failure that the answer reports.
 *
 * The body decides, not the HTTP status, because no status is documented (specs/apptest.openapi.yaml). The service's own
 * pages differ, so the code may be a number or a numeric string, under `result_code`, `error_code` or `errorCode`;
 * `"result": "fail"` is a failure with or without a code. An answer is not a success if any part of it reports a failure.
 *
 * @throws {ApptestRefusedError} the envelope contains a failure.
 * @throws {ApptestHttpError} no envelope, and a status other than 2xx.
 * @throws {ApptestUnreadableError} no envelope, and a status of 2xx.
 */
export function openEnvelope(answer: Answer, redact: Redact): JsonObject {
  const body = parseObject(answer.text);
  const codes = body ? codesOf(body) : [];
  if (body && (saysFailure(body) || codes.some((code) => Number.isInteger(code) && code !== 0))) {
    throw refused(
      answer,
      body,
      codes.find((code) => Number.isInteger(code) && code !== 0),
      redact,
    );
  }
  if (answer.status < 200 || answer.status > 299) throw statusError(answer, redact);
  if (!body || !isSuccess(body)) throw unreadable("is not the documented JSON", answer.text, redact);
  assertNoTrouble(body, envelopeFields, answer, redact);
  const { data } = body;
  if (!isObject(data)) throw unreadable("has no data", answer.text, redact);
  return data;
}

const codeFields = ["result_code", "error_code", "errorCode"];
const envelopeFields = ["data", ...codeFields, "result_msg", "reason"];

/**
 * Checks that no undocumented part of a success reports a failure.
 * @param known the documented fields; of those, only the words in `result_msg` and `reason` are checked
 * @throws {ApptestUnreadableError} a part reports a failure.
 */
export function assertNoTrouble(within: JsonObject, known: readonly string[], answer: Answer, redact: Redact): void {
  for (const [name, value] of Object.entries(within)) {
    const isTold = known.includes(name)
      ? ["result_msg", "reason"].includes(name) && typeof value === "string" && saysTrouble(value)
      : tellsTrouble(name, value);
    if (isTold) throw unreadable(`reports a failure in ${JSON.stringify(name.slice(0, 60))}`, answer.text, redact);
  }
}

/**
 * Returns the `data` of a JSON answer, whatever its code and its status; undefined if it has none. For values that must
 * not be lost, such as the id of a testset.
 */
export function dataOf(answer: Answer): JsonObject | undefined {
  const data = parseObject(answer.text)?.["data"];
  return isObject(data) ? data : undefined;
}

/** Returns true if the body itself reports a success. */
export function saysSuccess(answer: Answer): boolean {
  const body = parseObject(answer.text);
  return body !== undefined && isSuccess(body);
}

/** Returns true if the body reports both a success and a failure, or two different failures: it proves neither. */
export function saysTwoThings(answer: Answer): boolean {
  const body = parseObject(answer.text);
  if (!body) return false;
  const said = new Set(codesOf(body));
  if (saysWell(body)) said.add(0);
  return said.size > 1 || (said.has(0) && saysFailure(body));
}

/** True for `"result": "fail"`, in any spelling. */
function saysFailure({ result }: JsonObject): boolean {
  return result === false || (typeof result === "string" && saysTrouble(result));
}

function saysWell({ result }: JsonObject): boolean {
  return typeof result === "string" && result.trim().toLowerCase() === "success";
}

function isSuccess(body: JsonObject): boolean {
  const codes = codesOf(body);
  return codes.length > 0 ? codes.every((code) => code === 0) : saysWell(body);
}

/** Makes the error for a 2xx answer that is not as documented. Neither the short excerpt nor the answer contains secrets. */
export function unreadable(what: string, text: string, redact: Redact): ApptestUnreadableError {
  const excerpt = cleanLine(text, redact, 200);
  return new ApptestUnreadableError(
    `The service's answer ${what}: ${excerpt === "" ? "it is empty" : excerpt}`,
    "Check the service's address (baseUrl) and any proxy before it; if both are right, the service has changed.",
    redact(text),
  );
}

/** Makes the error for a status other than 2xx without an envelope. */
function statusError(answer: Answer, redact: Redact): ApptestHttpError {
  const excerpt = cleanLine(redact(answer.text).replaceAll(/<[^<>]*>/g, " "), redact, 200);
  const said = excerpt === "" ? "" : `: ${excerpt}`;
  return new ApptestHttpError(
    `The service answered HTTP ${answer.status}${said}`,
    nextStepForStatus(answer.status),
    answer.status,
    answer.retryAfterS,
  );
}

/** Returns a whole number, which the service may write as a numeric string; undefined for anything else. */
export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined;
}

/** Returns true if a text consists of the digits of an id, however many. */
export function isLargeId(text: string): boolean {
  return /^[1-9]\d{0,29}$/.test(text);
}

function refused(
  answer: Answer,
  body: JsonObject,
  resultCode: number | undefined,
  redact: Redact,
): ApptestRefusedError {
  const documented = resultCode !== undefined && isResultCode(resultCode) ? resultCodes[resultCode] : undefined;
  const resultMessage = scalarText(body["result_msg"], redact);
  const reason = scalarText(body["reason"], redact);
  const kind = resultMessage === "" || resultMessage === "0" ? documented?.message : resultMessage;
  const particulars = reason === "" ? documented?.reason.replaceAll(/\s+/g, " ") : reason;
  const words = [kind, particulars].filter((text) => text !== undefined).join(": ");
  const name = resultCode === undefined ? "a failure without a code" : `code ${resultCode}`;
  return new ApptestRefusedError(
    `The service refused with ${name}${words === "" ? "" : ` (${words})`}`,
    nextStep(resultCode),
    { resultCode, resultMessage, reason, httpStatus: answer.status, retryAfterS: answer.retryAfterS },
  );
}

/** Returns the codes of the body; NaN for a code that is not a number. */
function codesOf(body: JsonObject): number[] {
  return codeFields.filter((key) => Object.hasOwn(body, key)).map((key) => wholeNumber(body[key]) ?? Number.NaN);
}

function parseObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}

function scalarText(value: unknown, redact: Redact): string {
  if (typeof value === "string") return cleanLine(value, redact);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
