import { clean, decimal, type OwnText } from "./service-text.ts";

const units = [clean`B`, clean`kB`, clean`MB`, clean`GB`, clean`TB`] as const;

/**
 * Bytes in decimal units, with at most three digits.
 * @example bytes(12_345_678) // "12.3 MB"
 */
export function bytes(amount: number): OwnText {
  let value = amount;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return clean`${unit === 0 || value >= 99.95 ? Math.round(value) : decimal(value, 1)} ${units[unit] ?? ""}`;
}

/**
 * Milliseconds as people say them.
 * @example duration(65_000) // "1 min 05 s"
 */
export function duration(ms: number): OwnText {
  if (ms < 1000) return clean`${Math.round(ms)} ms`;
  if (ms < 9950) return clean`${Number((ms / 1000).toFixed(1))} s`;
  return wholeSeconds(ms);
}

/**
 * Milliseconds rounded to seconds, for a running clock.
 * @example wholeSeconds(400) // "0 s"
 */
export function wholeSeconds(ms: number): OwnText {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return clean`${seconds} s`;
  if (minutes < 60) return clean`${minutes} min ${twoDigits(seconds % 60)} s`;
  return clean`${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

type Noun = "cause" | "failure" | "group" | "report" | "suite" | "test" | "time";

const nouns: Readonly<Record<Noun, OwnText>> = {
  cause: clean`cause`,
  failure: clean`failure`,
  group: clean`group`,
  report: clean`report`,
  suite: clean`suite`,
  test: clean`test`,
  time: clean`time`,
};

/** `1 test`, `2 tests`. */
export function amount(number: number, noun: Noun): OwnText {
  return clean`${number} ${nouns[noun]}${number === 1 ? "" : clean`s`}`;
}

function twoDigits(number: number): OwnText {
  return number < 10 ? clean`0${number}` : clean`${number}`;
}
