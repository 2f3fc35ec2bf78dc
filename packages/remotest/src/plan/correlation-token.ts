import { randomInt } from "node:crypto";
import type { Provider } from "@remotest/core";

/**
 * No vowel, so that it never spells a word, nor what the sandbox reads in a name; and nothing that looks like another
 * character, so that it can be read out and typed.
 */
const alphabet = "bcdfghjkmnpqrstvwxz23456789";
const length = 6;

/**
 * A token by which a run is found at its service: short, and random, so that hardly two runs that a service keeps share
 * one (of 10,000 runs, one in eight such services has a pair).
 *
 * @example correlationToken() // "k7x2m9"
 */
export function correlationToken(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** What `--correlate` comes to: a token for each run, where the service has a name for it to stand in. */
export interface Correlation {
  readonly token: () => string | undefined;
  readonly warnings: readonly string[];
}

/** @param wanted the value of `--correlate` */
export function correlationOf(
  wanted: unknown,
  { title, namesRuns = true }: Pick<Provider, "title" | "namesRuns">,
): Correlation {
  if (wanted !== true) return { token: () => undefined, warnings: [] };
  if (namesRuns) return { token: correlationToken, warnings: [] };
  const warning = `--correlate does nothing here: ${title} takes no name for a run, so no run is found by one.`;
  return { token: () => undefined, warnings: [warning] };
}
