/** One test on one device, from the results. */
export interface DeviceResult {
  readonly name: string;
  readonly verdict: "ok" | "error" | "failure" | "skipped";
  /** The address of the result page, or another text instead; empty if there is none. */
  readonly text: string;
  readonly seconds: number | undefined;
}

/** A project's tests. */
export interface DeviceSuite {
  readonly name: string;
  readonly devices: readonly DeviceResult[];
}

/** The most that is read of one testset: see docs/security.md, "Bounds". */
export const most = { cases: 500_000, suites: 10_000, nesting: 64 } as const;

/** The most characters of the names of the outer suites before a suite's name. Of longer names, only the length is shown. */
const longestPath = 1_000;

/** Returns the name of a suite, after the names of the outer suites. */
export function suiteName(around: string | undefined, name: string | undefined): string {
  if (around === undefined) return name ?? "apptest.ai";
  if (name === undefined) return around;
  // Not cut, because half a secret would not be found when the secrets are removed.
  return `${around.length > longestPath ? `(names of ${around.length} characters)` : around} / ${name}`;
}

/** Reads a duration in seconds, even with separators as in `1,234.56`; undefined if it is not one, or too long for a test. */
export function secondsOf(text: string): number | undefined {
  const number = text.trim();
  const isGrouped = number.includes(",") && /^\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,20})?$/.test(number);
  const plain = isGrouped ? number.replaceAll(",", "") : number;
  return /^\d{1,9}(?:\.\d{1,20})?$/.test(plain) ? Number(plain) : undefined;
}
