import { expect, test } from "vitest";
import { correlationToken } from "./correlation-token.ts";

test("a token is short, can be read out, spells no word, and is rarely the same", () => {
  const tokens = Array.from({ length: 1_000 }, correlationToken);
  for (const token of tokens) expect(token).toMatch(/^[b-df-hj-kmnp-tv-xz2-9]{6}$/);
  expect(new Set(tokens).size).toBeGreaterThan(990);
  // Every character of the alphabet is used: 6,000 draws miss one of 27 about never.
  expect(new Set(tokens.join("")).size).toBe(27);
});
