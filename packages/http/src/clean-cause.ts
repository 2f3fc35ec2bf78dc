import { cleanLine } from "./clean-line.ts";
import { systemCode } from "./exchange-error.ts";
import type { Redact } from "./redactor.ts";

/** The most characters of a name or a code. */
const longestName = 100;
/** The most errors of a chain of causes that are kept. */
const deepest = 5;

/**
 * Copies the name, the message, the code and the causes of an error, cleaned. An error that a `fetch` throws may contain
 * the whole request, including the headers.
 *
 * @returns undefined if it is not an Error
 * @example new AtsTransportError(message, { cause: cleanCause(error.cause, redact) })
 */
export function cleanCause(cause: unknown, redact: Redact, depth = 1): Error | undefined {
  if (!(cause instanceof Error) || depth > deepest) return undefined;
  const inner = cleanCause(cause.cause, redact, depth + 1);
  const clean = new Error(cleanLine(cause.message, redact), inner && { cause: inner });
  clean.name = cleanLine(cause.name, redact, longestName);
  delete clean.stack;
  const code = systemCode(cause);
  return code === undefined ? clean : Object.assign(clean, { code: cleanLine(code, redact, longestName) });
}
