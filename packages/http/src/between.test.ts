import { describe, expect, test } from "vitest";
import { replaceThrough, withoutInvisible } from "./between.ts";

const through = (text: string): string => replaceThrough(text, () => [/secret/g], "***");
const hex = (code: number): string => code.toString(16);
const percent = (code: number): string => encodeURIComponent(String.fromCharCode(code));
/** True if it is invisible, breaks a line, or replaces a character that was lost. */
const isUnseen = (code: number): boolean =>
  /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff0-\uffff]/u.test(String.fromCharCode(code));
const unseen = Array.from({ length: 0x1_0000 }, (_, code) => code).filter(isUnseen);
const besideThem = unseen.flatMap((code) => [code - 1, code + 1]).filter((code) => code >= 0 && !isUnseen(code));

const raw = (code: number): string => String.fromCharCode(code);
const inJson = (code: number): string => String.raw`\u${hex(code).padStart(4, "0")}`;
const asReference = (code: number): string => `&#${code};`;

/** Each row is a way to write a character. */
const escapes: readonly (readonly [title: string, escape: (code: number) => string])[] = [
  ["as it is", raw],
  ["in JSON", inJson],
  ["in JSON, in capitals", (code) => String.raw`\u${hex(code).toUpperCase().padStart(4, "0")}`],
  ["in JSON inside JSON inside JSON", (code) => inJson(code).replace("\\", String.raw`\\\\`)],
  ["as a decimal reference", asReference],
  ["as a decimal reference with leading zeros", (code) => `&#000000${code};`],
  ["as a decimal reference in XML", (code) => `&amp;#${code};`],
  ["as a hexadecimal reference", (code) => `&#x${hex(code)};`],
  ["as a hexadecimal reference in capitals with leading zeros", (code) => `&#X000000${hex(code).toUpperCase()};`],
  ["as a hexadecimal reference in XML", (code) => `&amp;#x${hex(code)};`],
  ["in a URL", percent],
  ["in a URL, in lower case", (code) => percent(code).toLowerCase()],
  ["in a URL in a URL", (code) => percent(code).replaceAll("%", "%25")],
];

describe("a secret with something between its characters", () => {
  test.each(escapes)("that is invisible, %s, is replaced", (_, escape) => {
    for (const code of unseen) expect(through(`s${escape(code)}ecret`), hex(code)).toBe("***");
  });

  test.each(escapes)("that is visible, and next to the invisible ones, stays: %s", (_, escape) => {
    for (const text of besideThem.map((code) => `s${escape(code)}ecret`)) expect(through(text)).toBe(text);
  });

  test.each([
    ..."shy zwnj zwj lrm rlm ZeroWidthSpace NoBreak InvisibleTimes it InvisibleComma ic ApplyFunction af".split(" "),
    ..."NegativeThinSpace NegativeMediumSpace NegativeThickSpace NegativeVeryThinSpace Tab NewLine".split(" "),
  ])("by HTML's name %s", (name) => {
    expect(through(`s&${name};ecret`)).toBe("***");
  });

  test.each([..."bfnrtve0", ..."x00 x0a x0F x1f x1B x7f x7F x80 x8d x9F".split(" ")])(
    "as programs write it: \\%s",
    (short) => {
      expect(through(`s\\${short}ecret`)).toBe("***");
      expect(through(`s\\\\${short}ecret`)).toBe("***");
    },
  );

  test.each(["&amp;", "&lt;", String.raw`\a`, String.raw`\x20`, " ", "+", "%20", "&#32;", "&#x20;", "\t b"])(
    "that is visible stays: %j",
    (shown) => expect(through(`s${shown}ecret`)).toBe(`s${shown}ecret`),
  );

  const lineEnds = [
    "\r",
    "\n",
    String.raw`\r`,
    String.raw`\\n`,
    "&#10;",
    "&#013;",
    "&amp;#xA;",
    "&#X0d;",
    "%0a",
    "%250D",
  ];
  const blanks = [
    " ",
    "\t",
    String.raw`\t`,
    "&#9;",
    "&#x09;",
    "&#032;",
    "&amp;#X20;",
    "%09",
    "%2520",
    "+",
    ...lineEnds,
  ];
  test.each(lineEnds)("a line end with blanks after it: %j", (lineEnd) => {
    for (const blank of blanks) expect(through(`s${lineEnd}${blank}${blank}ecret`), blank).toBe("***");
  });
});

describe("an invisible character above U+FFFF, between two characters of a secret", () => {
  // Both ends of each range, and the characters next to it.
  const hidden = [0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0041, 0xe0fff];
  const shown = [0x1bc9f, 0x1bca4, 0x1d172, 0x1d17b, 0xdffff, 0xe1000];
  const forms = (code: number): string[] => {
    const character = String.fromCodePoint(code);
    const units = [0, 1].map((at) => `\\u${character.charCodeAt(at).toString(16)}`).join("");
    const url = encodeURIComponent(character);
    const hex = code.toString(16);
    return [
      `&#${code};`,
      `&#x${hex};`,
      `&amp;#X${hex.toUpperCase()};`,
      units,
      units.toUpperCase().replaceAll("U", "u"),
      url,
    ];
  };
  test.each(hidden.flatMap(forms))("is ignored: %s", (form) => {
    expect(through(`s${form}ecret`)).toBe("***");
  });
  test.each(shown.flatMap(forms))("is text, and stays: %s", (form) => {
    expect(through(`s${form}ecret`)).toBe(`s${form}ecret`);
  });
});

describe("a sequence that a terminal obeys", () => {
  test.each([
    { title: "raw", escape: raw },
    { title: "in JSON", escape: inJson },
    { title: "in XML", escape: asReference },
    { title: "in a URL", escape: percent },
  ])("is removed whole, with the characters that begin and end it $title", ({ escape }) => {
    const esc = escape(0x1b);
    const ends = [escape(0x07), escape(0x9c), `${esc}\\`];
    const strings = [
      ...["]", "P", "X", "^", "_"].map((start) => esc + start),
      ...[0x9d, 0x90, 0x98, 0x9e, 0x9f].map(escape),
    ];
    for (const sequence of [
      ...[`${esc}[`, escape(0x9b)].flatMap((start) => [`${start}m`, `${start}1;31m`, `${start}?25 h`]),
      ...strings.flatMap((start) => ends.map((end) => `${start}0;some text${end}`)),
      `${esc}(B`,
      `${esc}7`,
    ])
      expect(through(`s${sequence}ecret`), sequence).toBe("***");
  });

  test.each([
    { title: "nothing begins it", text: "s[1mecret" },
    { title: "only its end is there", text: "s&#0;some text\u0007ecret" },
    { title: "a line end is there instead of its first character", text: String.raw`s\n1;1mecret` },
    { title: "it does not end", text: "s\u009d0;text ecret" },
    { title: "another one begins in it", text: "s\u009d0;text\u009d\u0007ecret" },
  ])("stays if $title", ({ text }) => expect(through(text)).toBe(text));
});

describe("the text around a secret is kept", () => {
  test.each([
    { text: "", left: "" },
    { text: "a\u0000b", left: "a\u0000b" },
    { text: "a\u001b[1mb", left: "a\u001b[1mb" },
    { text: "x\u0000s\u0000ecret\u0000y", left: "x\u0000***\u0000y" },
    { text: "\u0000\u0000a s\u0000ec\u0000ret, se\u0000cret\u0000!", left: "\u0000\u0000a ***, ***\u0000!" },
    { text: "\u0000s\u0000ecrets\u0000ecret", left: "\u0000******" },
    { text: "\u001b[1ms\u001b[0mecret\u001b[1m, s\u001b[0mecret", left: "\u001b[1m***\u001b[1m, ***" },
  ])("$text", ({ text, left }) => expect(through(text)).toBe(left));

  test("for each pattern", () => {
    const text = "k\u0000ey, s\u0000ecret, k\u001b[1mey, s\u001b[1mecret";
    expect(replaceThrough(text, () => [/secret/g, /key/g], "*")).toBe("*, *, *, *");
    expect(replaceThrough(text, () => [], "*")).toBe(text);
  });
});

test("invisible characters are removed from a text", () => {
  expect(withoutInvisible("a\u0000b\ud800c\u{e0041}d\u200be f\n")).toBe("abcde f");
});
