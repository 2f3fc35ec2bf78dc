import { describe, expect, test } from "vitest";
import { echoOf, echoOfBase64, echoOfHex, literally } from "./echoed.ts";

/** True if the patterns of characters match the whole text. */
const takes = (patterns: Iterable<string>, text: string): boolean =>
  new RegExp(`^(?:${[...patterns].join("")})$`).test(text);
const upper = (hex: string): string => hex.toUpperCase();
const bytesOf = (character: string): string[] =>
  Array.from(Buffer.from(character), (byte) => byte.toString(16).padStart(2, "0"));

const ascii = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));
const escapable = ascii.filter((character) => /[^A-Za-z0-9]/.test(character));
const notAscii = ["\u0080", "\u00a0", "ä", "ÿ", "Ā", "€", "😀"];

/** The forms in which a character may be written, unless it is a letter or a digit. */
function formsOf(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const references = [`#${code};`, `#000000${code};`, `#x${hex};`, `#X000000${upper(hex)};`];
  const ampersands = ["&", "&amp;", "&#38;", "&#x26;", "&#X26;", String.raw`\u0026`, String.raw`\\u0026amp;`];
  const units = character.split("").map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"));
  const bytes = bytesOf(character);
  return [
    character,
    `\\${character}`,
    ...ampersands.flatMap((ampersand) => references.map((reference) => ampersand + reference)),
    ...["\\u", "\\\\u"].flatMap((escape) => [units, units.map(upper)].map((each) => escape + each.join(escape))),
    ...["%", "%25", "%2525"].flatMap((escape) => [bytes, bytes.map(upper)].map((each) => escape + each.join(escape))),
  ];
}

/** The forms of a single byte. */
function inOneByte(code: number): string[] {
  const hex = code.toString(16).padStart(2, "0");
  return [hex, upper(hex)].flatMap((byte) => [`\\x${byte}`, `\\\\x${byte}`, `=${byte}`, `%${byte}`]);
}

/** The forms of a character that an encoding does not have. */
const lost = [1, 2, 3, 4].flatMap((count) => ["?".repeat(count), "\ufffd".repeat(count)]);

describe("the pattern of a character", () => {
  test.each([...escapable, ...notAscii])("%j in each form", (character) => {
    for (const form of formsOf(character)) expect(takes(echoOf(character, "x"), form), form).toBe(true);
  });

  test.each([...escapable, ...notAscii.slice(0, 4)])("%j as a byte", (character) => {
    for (const form of inOneByte(character.charCodeAt(0))) expect(takes(echoOf(character, "x"), form), form).toBe(true);
  });

  test.each(notAscii)("%j in another encoding, or where it was lost", (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, "0");
    const bytes = bytesOf(character);
    const quoted = [bytes, bytes.map(upper)].map((each) => `=${each.join("=")}`);
    const misread = Buffer.from(character).toString("latin1");
    for (const form of [...quoted, misread, `%u${code}`, `%u${upper(code)}`, ...lost])
      expect(takes(echoOf(character, "x"), form), form).toBe(true);
  });

  const seen = [...escapable.filter((character) => /\S/.test(character)), "\u0080", "ä", "ÿ"];
  test.each(seen)("%j matches no form of another one", (character) => {
    const whole = new RegExp(`^${[...echoOf(character, "x")].join("")}$`);
    const others = seen.filter((each) => each !== character);
    const forms = others.flatMap((other) => [...formsOf(other), ...inOneByte(other.charCodeAt(0))]);
    // Whatever is not ASCII may be lost.
    const isLost = (form: string): boolean => character >= "\u0080" && lost.includes(form);
    expect([...forms, ...lost, "", "a", "&undefined;"].filter((form) => whole.test(form) && !isLost(form))).toEqual(
      lost.includes(character) ? [character] : [],
    );
  });

  test.each([..."\"'\\/ \b\f\n\r\t"])("%j as programs and JSON write it", (character) => {
    const ways: Readonly<Record<string, readonly string[]>> = {
      '"': ['""', '\\""', '\\\\"', '\\\\\\"', "\\&quot;", "\\\\&amp;quot;", "\\&#34;", "\\&#x22;", "\\\\\\&amp;#X22;"],
      "'": ["''", "\\''"],
      "\\": ["\\\\", "\\\\\\\\"],
      "/": ["\\/", "\\\\/", "\\\\\\/"],
      " ": ["+", "  ", "\n\t"],
      "\b": ["\\b", "\\\\b"],
      "\f": ["\\f", "\\\\f"],
      "\n": ["\\n", "\\\\n"],
      "\r": ["\\r", "\\\\r"],
      "\t": ["\\t", "\\\\t"],
    };
    for (const [of, forms] of Object.entries(ways))
      for (const form of forms) {
        // Any blanks stand for any others.
        const isOwn = of === character || (/^\s+$/.test(form) && /\s/.test(character));
        expect(takes(echoOf(character, "x"), form), form).toBe(isOwn);
      }
  });

  test.each([..."azAZ09"])("%s, which no program escapes, is only itself", (character) => {
    expect([...echoOf(character, "x")]).toEqual([`(?:${character})`]);
  });

  test.each([
    ["&", "amp AMP"],
    ["<", "lt LT"],
    [">", "gt GT"],
    ['"', "quot QUOT"],
    ["'", "apos"],
    ["!", "excl"],
    ["#", "num"],
    ["$", "dollar"],
    ["%", "percnt"],
    ["(", "lpar"],
    [")", "rpar"],
    ["*", "ast midast"],
    ["+", "plus"],
    [",", "comma"],
    [".", "period"],
    ["/", "sol"],
    [":", "colon"],
    [";", "semi"],
    ["=", "equals"],
    ["?", "quest"],
    ["@", "commat"],
    ["[", "lsqb lbrack"],
    ["\\", "bsol"],
    ["]", "rsqb rbrack"],
    ["^", "Hat"],
    ["_", "lowbar UnderBar"],
    ["`", "grave DiacriticalGrave"],
    ["{", "lcub lbrace"],
    ["|", "verbar vert VerticalLine"],
    ["}", "rcub rbrace"],
    ["€", "euro"],
    ["\u00a0", "nbsp"],
    ["\u00ad", "shy"],
    ["¿", "iquest"],
    ["À", "Agrave"],
    ["ß", "szlig"],
    ["÷", "divide"],
    ["ÿ", "yuml"],
  ] as const)("%j by HTML's names: %s", (character, names) => {
    for (const name of names.split(" "))
      for (const form of [`&${name};`, `&amp;${name};`, `\\u0026${name};`])
        expect(takes(echoOf(character, "x"), form), form).toBe(true);
    for (const form of ["&nosuch;", "&undefined;", "&;"]) expect(takes(echoOf(character, "x"), form)).toBe(false);
  });
});

describe("the pattern of a text", () => {
  test.each([
    { text: "a b", echoed: ["a b", "a  b", "a\r\n\tb", "a+b", "a%20b"], not: ["ab", "a++b", "a_b"] },
    { text: "a \t b", echoed: ["a b", "a+%09+b", "a+\t+b"], not: ["ab", "a+b"] },
    { text: " a ", echoed: [" a ", "\na\t", "+a%20"], not: ["a", " a", "a "] },
    { text: "  a", echoed: ["  a", "++a", "    a"], not: [" a", "+a"] },
    { text: "ab", echoed: ["ab"], not: ["AB", "a b", "a\\b"] },
    { text: "&a&", echoed: ["&a&", "&amp;a&amp;", "%26a%26"], not: ["&a", "a&"] },
    { text: "€", echoed: ["€", "=E2=82=AC", "%u20ac"], not: ["=20ac", "%20ac", "\\x20ac"] },
    { text: "a\\b\\c", echoed: ["a\\b\\c", "a\\\\b\\\\c"], not: ["a\\\\b\\c"] },
    { text: "%a\\%\\", echoed: ["%a\\%\\", "%25a\\\\%25\\\\"], not: ["%a\\%"] },
  ])("$text", ({ text, echoed, not }) => {
    for (const each of echoed) expect(takes(echoOf(text, "x"), each), each).toBe(true);
    for (const each of not) expect(takes(echoOf(text, "x"), each), each).toBe(false);
  });

  test("works for two texts in one expression", () => {
    expect(takes([...echoOf("a&&", "x"), "|", ...echoOf("b&&", "y")], "b&amp;&amp;")).toBe(true);
  });

  test.each(ascii)("%j as it is", (character) => {
    expect(ascii.filter((other) => takes(literally(character), other))).toEqual([character]);
  });
});

test.each([
  {
    base64: "ab+/",
    echoed: ["ab+/", "ab-_", "ab _", "ab+/=", "ab+/==", "ab%2B%2F%3D%3d", "ab+\\/", "ab&#43;/&equals;"],
  },
  { base64: "ab-_", echoed: ["ab-_", "ab+/", "ab /", "ab%2D_=", "ab&#45;&lowbar;=="] },
])("the pattern of base64, of $base64: in both alphabets, padded or not", ({ base64, echoed }) => {
  for (const each of echoed) expect(takes(echoOfBase64(base64), each), each).toBe(true);
  for (const each of ["ab", "ab++", "ab__", "ab +", "AB+/", "ab+/===", "ab+/-"])
    expect(takes(echoOfBase64(base64), each), each).toBe(false);
});

test("the pattern of hexadecimal digits, with their prefixes", () => {
  const spaced = ["6b6d79", "6B6D79", "6b:6D:79", "6b 6d\n79", "6b-6d-79"];
  const introduced = ["\\x6b\\x6d\\x79", "\\\\x6b\\\\x6d\\\\x79", "%6b%6D%79", "0x6b6d79", "0X6B6D79"];
  for (const each of [...spaced, ...introduced]) expect(takes(echoOfHex("6b6d79"), each), each).toBe(true);
  for (const each of ["6b6d", "6b,6d,79", "b66d79", "6b6d7", "6c6d79"])
    expect(takes(echoOfHex("6b6d79"), each), each).toBe(false);
});
