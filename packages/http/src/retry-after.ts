/**
 * Returns the whole seconds that an answer asks to wait before the next request (RFC 9110, section 10.2.3): a number, or
 * a date. A date counts from the answer's own `Date`, because the clock of this machine may be wrong, or be changed.
 * Undefined if the header is missing or cannot be read.
 *
 * @example retryAfterS({ get: (name) => (name === "retry-after" ? "120" : null) }) // 120
 */
export function retryAfterS(headers: { get(name: string): string | null }): number | undefined {
  const asked = headers.get("retry-after")?.trim();
  if (asked === undefined) return undefined;
  if (/^\d{1,9}$/.test(asked)) return Number(asked);
  const until = dateOf(asked);
  if (until === undefined) return undefined;
  return Math.max(0, Math.ceil((until - (dateOf(headers.get("date") ?? "") ?? Date.now())) / 1000));
}

/** Returns an HTTP date in milliseconds. It must start with the name of a day, because `Date.parse` reads "-3" as a year. */
function dateOf(text: string): number | undefined {
  const date = /^[A-Z][a-z]{2}/.test(text.trim()) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
