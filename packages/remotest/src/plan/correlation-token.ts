import { randomInt } from "node:crypto";
import type { Provider, Wording } from "@remotest/core";

/**
 * No vowels, so that a token never spells a word, such as one that the sandbox finds in a name. No characters that look
 * alike, so that a token can be read out and typed.
 */
const alphabet = "bcdfghjkmnpqrstvwxz23456789";
const length = 6;

/**
 * Returns a token by which a run can be found at its service. It is short, but two runs that a service keeps rarely have
 * the same one: among 10,000 runs, there is such a pair in one of eight services.
 *
 * @example correlationToken() // "k7x2m9"
 */
export function correlationToken(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** The effect of `--correlate`: a token for each run, if the service takes a name that can contain it. */
export interface Correlation {
  readonly token: () => string | undefined;
  readonly warnings: readonly Wording[];
}

/** @param correlate the value of `--correlate` */
export function correlationOf(
  correlate: unknown,
  { title, namesRuns = true }: Pick<Provider, "title" | "namesRuns">,
): Correlation {
  if (correlate !== true) return { token: () => undefined, warnings: [] };
  if (namesRuns) return { token: correlationToken, warnings: [] };
  const warning: Wording = ({ option }) =>
    `${option("correlate")} has no effect: ${title} takes no name for a run, so a run cannot be found by its name.`;
  return { token: () => undefined, warnings: [warning] };
}
