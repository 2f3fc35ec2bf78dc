import * as fc from "fast-check";

/** A way to damage a text; it may also leave it unchanged. */
type Mutation = (text: string) => string;

/** Texts that readers of XML and JSON often handle wrongly. */
const tokens = [
  "<!DOCTYPE a [<!ENTITY e 'x'>]>",
  "&e;",
  "&#0;",
  "&#x10FFFF;",
  "&lt;",
  "<![CDATA[",
  "]]>",
  "<!--",
  "-->",
  "<?x?>",
  "<a>",
  "</a>",
  "<a/>",
  "</testcase>",
  '<error message="x"/>',
  "<failure/>",
  "<skipped/>",
  "<testcase name='n'/>",
  '"__proto__":{"x":1},',
  '"constructor":1,',
  '"error":null,',
  '"error":{},',
  "[",
  "]",
  "{",
  "}",
  ",",
  ":",
  '"',
  "\\",
  "null",
  "true",
  "0",
  "-1",
  "1e999",
  "NaN",
  "2147483648",
  "9007199254740993",
  "99999999999999999999",
  "0x1",
  "\u0000",
  "\u001b[2J",
  "\ufeff",
  "\u202e",
  "\ud800",
  "\u2028",
  "\r",
  "\u00a0",
  "::error::",
  "##vso[x]",
  "../../x",
] as const;

const name = fc.constantFrom("__proto__", "constructor", "testcase", "testsuite", "error", "name", "Result", "x", "");

/** A place in a text, as a share of its length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });
const at = (text: string, share: number): number => Math.floor(text.length * share);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  // Cut off the end.
  place.map(
    (end): Mutation =>
      (text) =>
        text.slice(0, at(text, end)),
  ),
  // Remove, repeat or move a piece.
  fc.tuple(place, fc.nat(60)).map(
    ([from, length]): Mutation =>
      (text) => {
        const start = at(text, from);
        return text.slice(0, start) + text.slice(start + length);
      },
  ),
  fc.tuple(place, place, fc.nat(200)).map(
    ([from, to, length]): Mutation =>
      (text) => {
        const piece = text.slice(at(text, from), at(text, from) + length);
        return text.slice(0, at(text, to)) + piece + text.slice(at(text, to));
      },
  ),
  // Replace a character.
  fc.tuple(place, fc.nat(0xffff)).map(
    ([where, code]): Mutation =>
      (text) => {
        const index = at(text, where);
        return text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1);
      },
  ),
  fc.tuple(place, fc.nat(7)).map(
    ([where, bit]): Mutation =>
      (text) => {
        const index = at(text, where);
        return (
          text.slice(0, index) + String.fromCharCode((text.charCodeAt(index) || 0) ^ (1 << bit)) + text.slice(index + 1)
        );
      },
  ),
  // Insert a token.
  fc.tuple(place, fc.constantFrom(...tokens)).map(
    ([where, token]): Mutation =>
      (text) =>
        text.slice(0, at(text, where)) + token + text.slice(at(text, where)),
  ),
  // Replace a tag, a key or a value.
  fc.tuple(place, name).map(
    ([which, word]): Mutation =>
      (text) =>
        replaceNth(text, /[A-Za-z_-]{2,}/g, which, word),
  ),
  fc.tuple(place, place).map(
    ([which, other]): Mutation =>
      (text) => {
        const words = text.match(/[A-Za-z_-]{2,}/g) ?? [];
        return replaceNth(text, /[A-Za-z_-]{2,}/g, which, words[Math.floor(words.length * other)] ?? "");
      },
  ),
  // Repeat or remove an element or an object.
  fc.tuple(place, fc.constantFrom("", "$&$&", "$&,$&")).map(
    ([which, change]): Mutation =>
      (text) =>
        replaceNth(text, /<(\w+)[^<>]*>[^<>]*<\/\1>|<\w+[^<>]*\/>|\{[^{}]*\}|"[^"\\]*":/g, which, change),
  ),
  // Repeat or remove a member of an object, or add another one.
  fc
    .tuple(
      place,
      fc.constantFrom("$&,$&", "", '"error":{},$&', '$&,"error":null', '$&,"testcase":[]', '$&,"result_code":0'),
    )
    .map(
      ([which, change]): Mutation =>
        (text) =>
          replaceNth(text, /"[^"\\]*": ?(?:"[^"\\]*"|\{[^{}]*\}|\d+)/g, which, change),
    ),
  // Replace a number.
  fc.tuple(place, fc.constantFrom("0", "-1", "1e9", "99999999999999999999", "")).map(
    ([which, number]): Mutation =>
      (text) =>
        replaceNth(text, /\d+/g, which, number),
  ),
  // Nest deeply, and repeat a unit.
  fc.tuple(place, fc.constantFrom("<a>", "[", '{"a":', "&amp;", " ", "x"), fc.nat(2_000)).map(
    ([where, unit, times]): Mutation =>
      (text) =>
        text.slice(0, at(text, where)) + unit.repeat(times) + text.slice(at(text, where)),
  ),
);

function replaceNth(text: string, pattern: RegExp, which: number, replacement: string): string {
  const found = [...text.matchAll(pattern)];
  const match = found[Math.floor(found.length * which)];
  if (!match) return text;
  return (
    text.slice(0, match.index) +
    replacement.replaceAll("$&", () => match[0]) +
    text.slice(match.index + match[0].length)
  );
}

/** One of the samples, damaged or not. Mutations that know the syntax reach deeper than random ones. */
export function mutated(samples: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(mutation, { maxLength: 4 }))
    .map(([sample, mutations]) => mutations.reduce((text, mutate) => mutate(text), sample));
}

/** The same as bytes, in supported encodings and in one that is not, sometimes with a few bytes changed. */
export function mutatedBytes(samples: readonly string[]): fc.Arbitrary<Uint8Array> {
  const encoding = fc.constantFrom<BufferEncoding[]>("utf8", "utf8", "utf8", "utf16le", "latin1");
  const flips = fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 3 });
  return fc.tuple(mutated(samples), encoding, flips).map(([text, encoded, changes]) => {
    const bytes = Uint8Array.from(Buffer.from(text, encoded));
    for (const [where, value] of changes) if (bytes.length > 0) bytes[Math.floor((bytes.length - 1) * where)] = value;
    return bytes;
  });
}
