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

/** Characters of one text that are kept: an answer may be 64 MiB of a single message. */
const longestText = 65_536;
/** How far before the end of what is kept a blank is looked for. */
const searchedForBlank = 1_000;

/**
 * A text with an end, which shows when it was cut. Cut at a blank where one is near, because secrets are taken out later
 * and half of one would not be found.
 */
export function bounded(text: string, limit: number = longestText): string {
  if (text.length <= limit) return text;
  const end = text.slice(limit - Math.min(searchedForBlank, limit), limit);
  const blank = end.search(/\s\S*$/);
  const kept = text.slice(0, blank < 0 ? limit : limit - end.length + blank);
  return `${kept.replace(/[\uD800-\uDBFF]$/, "")}… (cut: it had ${text.length} characters)`;
}

/** Of the suites around a suite, so much is shown: their names stand in front of each suite inside them. */
const longestPath = 1_000;

/** The name of a suite, behind those of the suites around it. */
export function suiteName(around: string | undefined, name: string | undefined): string {
  if (around === undefined) return bounded(name ?? "apptest.ai");
  return name === undefined ? around : `${bounded(around, longestPath)} / ${bounded(name)}`;
}

/** A duration in seconds, also with thousands apart as in `1,234.56`; none where it is not one, or no test can take it. */
export function secondsOf(text: string): number | undefined {
  const number = text.trim();
  const plain = /^\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,20})?$/.test(number) ? number.replaceAll(",", "") : number;
  return /^\d{1,9}(?:\.\d{1,20})?$/.test(plain) ? Number(plain) : undefined;
}
