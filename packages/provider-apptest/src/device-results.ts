/** One test on one device, as the results tell it. */
export interface DeviceResult {
  readonly name: string;
  readonly verdict: "ok" | "error" | "failure" | "skipped";
  /** The address of the result page, or whatever else stands in its place; empty where nothing does. */
  readonly text: string;
  readonly seconds: number | undefined;
}

/** A project's tests. */
export interface DeviceSuite {
  readonly name: string;
  readonly devices: readonly DeviceResult[];
}

/** What is read of one testset at most: see docs/security.md, "Bounds". */
export const most = { cases: 500_000, suites: 10_000, nesting: 64 } as const;

/** The names of the suites around a suite stand in front of each inside them: where they are longer, only their length. */
const longestPath = 1_000;

/** The name of a suite, behind those of the suites around it. */
export function suiteName(around: string | undefined, name: string | undefined): string {
  if (around === undefined) return name ?? "apptest.ai";
  if (name === undefined) return around;
  // Whole or not at all: half a secret would not be found when the secrets are taken out.
  return `${around.length > longestPath ? `(names of ${around.length} characters)` : around} / ${name}`;
}

/** A duration in seconds, also with thousands apart as in `1,234.56`; none where it is not one, or no test can take it. */
export function secondsOf(text: string): number | undefined {
  const number = text.trim();
  const plain = /^\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,20})?$/.test(number) ? number.replaceAll(",", "") : number;
  return /^\d{1,9}(?:\.\d{1,20})?$/.test(plain) ? Number(plain) : undefined;
}
