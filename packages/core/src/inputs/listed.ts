/**
 * Returns words as they stand in a sentence.
 *
 * @param last the word before the last one
 * @example listed(["apptest", "ats", "mta"], "or") // "apptest, ats or mta"
 */
export function listed(words: readonly string[], last: "and" | "or"): string {
  const end = words.slice(-2).join(` ${last} `);
  return [...words.slice(0, -2), end].join(", ");
}
