/** Those that tell of a wait that was cut off, or of a conflict, perhaps with what a first copy of the request did. */
const mayFollowAStart: ReadonlySet<number> = new Set([408, 409, 499]);

/**
 * Whether an HTTP status says that the request was refused, so that nothing was done: a 4xx, but for three that may come
 * after it was. A 5xx proves nothing, nor does a redirect.
 *
 * @example refusesRequest(404) // true
 * @example refusesRequest(409) // false
 */
export function refusesRequest(httpStatus: number): boolean {
  return httpStatus >= 400 && httpStatus < 500 && !mayFollowAStart.has(httpStatus);
}
