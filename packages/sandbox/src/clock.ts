/** Milliseconds since the sandbox started, on its own clock: `speed` times as fast as ours. */
export type Clock = () => number;

/**
 * Makes a clock that runs `speed` times as fast as the real one and never backwards.
 *
 * @throws {RangeError} if `speed` is not a positive, finite number.
 * @example const now = fastClock(100); // a run of 20 s takes 0.2 s
 */
export function fastClock(speed: number, milliseconds: () => number = () => performance.now()): Clock {
  if (!Number.isFinite(speed) || speed <= 0) throw new RangeError(`The speed must be a positive number, not ${speed}`);
  const start = milliseconds();
  return () => (milliseconds() - start) * speed;
}
