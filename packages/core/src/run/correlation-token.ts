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
  const { randomInt } = process.getBuiltinModule("node:crypto");
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
