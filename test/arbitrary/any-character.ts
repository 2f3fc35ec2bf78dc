import * as fc from "fast-check";

const firstSurrogate = 0xd8_00;
const surrogates = 0x8_00;

/**
 * Any character of Unicode: the same as fast-check's unit "binary", whose table of all 1.1 million characters takes half a
 * second and a hundred megabytes in every process that has such a text.
 *
 * @example fc.string({ unit: anyCharacter })
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat({ max: 0x10_ff_ff - surrogates })
  .map((index) => String.fromCodePoint(index < firstSurrogate ? index : index + surrogates), indexOf);

/** The way back, so that fast-check finds which of its special texts consist of such characters. */
function indexOf(character: unknown): number {
  const code = typeof character === "string" ? character.codePointAt(0) : undefined;
  if (code === undefined || character !== String.fromCodePoint(code) || /\p{Cs}/u.test(character))
    throw new TypeError("Not one character");
  return code < firstSurrogate ? code : code - surrogates;
}
