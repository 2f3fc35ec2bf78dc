import { randomInt } from "node:crypto";

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
