import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanSecret } from "./secret-text.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

describe("a secret as it is used", () => {
  it.each([
    { given: "key", text: "key" },
    { given: "key\n", text: "key" },
    { given: "key\r\n\r\n", text: "key" },
    { given: " \tkey ", text: "key" },
    { given: "\uFEFFkey", text: "key" },
    { given: "\uFEFF key\uFEFF\n", text: "key" },
    { given: '"key"', text: '"key"' },
    { given: "two words: ü😀", text: "two words: ü😀" },
  ])("$given is $text", ({ given, text }) => expect(cleanSecret(given)).toEqual({ text }));

  it.each(["", " ", "\r\n", "\uFEFF", "ke\ny", "k\0e\0y", "key\u001b", "k\ud800y", "k\uFFFDy"])(
    "%j is refused",
    (given) => {
      expect(cleanSecret(given)).toHaveProperty("problem");
    },
  );

  it("is the same when it is cleaned again, and never has a blank around it", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (given) => {
        const clean = cleanSecret(given);
        if ("text" in clean) expect(cleanSecret(clean.text)).toEqual(clean);
      }),
    );
  });
});
