import { CallError } from "./call-error.ts";

/**
 * Says after how many milliseconds a failed status check is worth another try, by the kind of its failure; undefined if it
 * will fail again. A status check changes nothing, so it may be repeated after any failure that can pass.
 *
 * @example temporaryMs(error) // 5000, for a 503 with `Retry-After: 5`
 */
export function temporaryMs(error: unknown): number | undefined {
  if (!(error instanceof CallError)) return undefined;
  const status = "httpStatus" in error && typeof error.httpStatus === "number" ? error.httpStatus : 0;
  const isTemporary =
    error.failure === "transport" ||
    error.failure === "timeout" ||
    (error.failure === "status" && (status === 429 || status >= 500));
  if (!isTemporary) return undefined;
  return "retryAfterS" in error && typeof error.retryAfterS === "number" ? error.retryAfterS * 1000 : 0;
}
