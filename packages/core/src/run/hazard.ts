/** The chance that a run finishes in the next second if it has not finished yet, by its age in seconds. */
export type Hazard = (ageS: number) => number;

/** The share of runs that take any time at all, whatever the earlier ones took: a test was added, the service hangs. */
const tailShare = 0.05;
/** In seconds: values beyond these are not durations of a run, and would make the fit useless. */
const [shortestS, longestS] = [1, 7 * 86_400];
/** The durations that count: what took minutes last year may take half an hour today. */
const latest = 30;
/** The spread that is assumed (the standard deviation of the logarithm) before there are many durations. */
const assumed = { spread: 0.3, weight: 2 };
/** No service takes the same time twice, even if a few runs look like that. */
const leastSpread = 0.1;

/**
 * Fits how long a run takes to how long earlier runs of it took: log-normal, mixed with a heavy tail.
 *
 * @param pastMs milliseconds, oldest first; values that cannot be durations are left out
 * @returns undefined if nothing is left, so that nothing is known
 * @example hazardOf([180_000, 192_000, 171_000])?.(180)
 */
export function hazardOf(pastMs: readonly number[]): Hazard | undefined {
  const seconds = pastMs.map((ms) => ms / 1000).filter((each) => each > 0 && each <= longestS);
  const logs = seconds.slice(-latest).map((each) => Math.log(Math.max(each, shortestS)));
  if (logs.length === 0) return undefined;
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  const { spread, weight } = assumed;
  const variance = (squares + weight * spread ** 2) / (logs.length - 1 + weight);
  return mixed(mean, Math.max(Math.sqrt(variance), leastSpread));
}

/** The tail is Lomax with the median of the earlier runs: the longer a run takes already, the longer it may still take. */
function mixed(mean: number, spread: number): Hazard {
  const median = Math.exp(mean);
  return (ageS) => {
    const age = Math.max(ageS, shortestS);
    const z = (Math.log(age) - mean) / spread;
    const tail = median / (median + age);
    const density = (1 - tailShare) * (normalDensity(z) / (age * spread)) + tailShare * (tail / (median + age));
    return density / ((1 - tailShare) * normalAbove(z) + tailShare * tail);
  };
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Returns the probability that a normal value is above z; the error is below 1e-7 (Abramowitz and Stegun, 26.2.17). */
export function normalAbove(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const above = normalDensity(z) * polynomial;
  return z > 0 ? above : 1 - above;
}
