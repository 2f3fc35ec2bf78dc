import { type Answer, jsonAnswer } from "../answer.ts";
import { resultCodes } from "../generated/apptest.ts";

/** A documented result code other than 0. */
export type ResultCode = keyof typeof resultCodes;

/** True if the number is a documented result code other than 0. */
export function isResultCode(code: number | undefined): code is ResultCode {
  return code !== undefined && Object.hasOwn(resultCodes, code);
}

/**
 * Returns the documented answer for a result code: HTTP status, message and reason come from the specification.
 *
 * @param value replaces the `{PLACEHOLDER}` in the reason, if it has one
 * @example refusal(4000, "pid") // 400, "… not found in the request parameters : (pid)"
 */
export function refusal(code: ResultCode, value = "requested by the run's name"): Answer {
  const { status, message, reason } = resultCodes[code];
  const headers: Record<string, string> = status === 503 ? { "retry-after": "1" } : {};
  const filled = reason.replace(/\{[^{}]+\}/, () => value);
  return jsonAnswer(status, { data: {}, result_code: code, result_msg: message, reason: filled }, headers);
}

/** Returns the envelope of a successful request: result code 0. */
export function success(data: unknown): Answer {
  return jsonAnswer(200, { data, result_code: 0, result_msg: "", reason: "" });
}
