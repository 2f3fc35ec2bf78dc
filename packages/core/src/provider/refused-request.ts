/** A wait that was cut off, or a conflict, perhaps with the result of an earlier copy of the request. */
const mayFollowAStart: ReadonlySet<number> = new Set([408, 409, 499]);

/**
 * True if an HTTP status proves that the request was refused and nothing was done: every 4xx except the three that
 * may follow a request that was carried out. A 5xx proves nothing, nor does a redirect.
 *
 * @example refusesRequest(404) // true
 * @example refusesRequest(409) // false
 */
export function refusesRequest(httpStatus: number): boolean {
  return httpStatus >= 400 && httpStatus < 500 && !mayFollowAStart.has(httpStatus);
}
