import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodings } from "./redactor.fixture.ts";
import { redactor } from "./redactor.ts";

describe("a secret with characters in it that are removed later", () => {
  const apart: readonly (readonly [title: string, between: string])[] = [
    ["NUL", "\u0000"],
    ["a colour", "\u001b[31m"],
    ["a colour in eight bits", "\u009b1;31m"],
    ["a window's title", "\u001b]0;a title\u0007"],
    ["a link of a terminal", "\u001b]8;;https://x.example\u001b\\"],
    ["a title in eight bits", "\u009d0;t\u009c"],
    ["a device's own text", "\u001bPq\u001b\\"],
    ["a character set", "\u001b(B"],
    ["a saved cursor", "\u001b7"],
    ["a colour in JSON", String.raw`\u001b[31m`],
    ["a colour in XML", "&#27;[31m"],
    ["a direction mark", "\u200f"],
    ["a joiner without a shape", "\u034f"],
    ["a variation selector", "\ufe0f"],
    ["a tag", "\u{e0041}"],
    ["a zero-width space", "\u200b"],
    ["a soft hyphen", "\u00ad"],
    ["a lone surrogate", "\ud83d"],
    ["the replacement of a character that was lost", "\ufffd"],
    ["a line end", "\r\n"],
    ["an escaped line end", String.raw`\r\n`],
    ["a line end in a URL", "%0D%0A"],
    ["NUL in JSON", String.raw`\u0000`],
    ["NUL in JSON in JSON in JSON", String.raw`\\\\u0000`],
    ["NUL in XML", "&#0;"],
    ["a backspace in XML", "&#x8;"],
    ...[
      "&#8203;",
      "&#x200B;",
      "&#173;",
      "&#xAD;",
      "&#8288;",
      "&#x2028;",
      "&#133;",
      "&#155;1m",
      "&#27;(B",
      "&#13;&#10;  ",
    ].map((raw): [string, string] => [`XML's ${raw}`, raw]),
    ...["shy", "zwnj", "ZeroWidthSpace", "NoBreak"].map((name): [string, string] => [`HTML's ${name}`, `&${name};`]),
    ...[
      String.raw`\u001b(B`,
      String.raw`\u001b]0;x\u0007`,
      String.raw`\u009b0m`,
      String.raw`\ufe0f`,
      String.raw`\u180e`,
      String.raw`\u034f`,
      String.raw`\u3164`,
      String.raw`\n    `,
      String.raw`\r\n\t `,
      String.raw`\x00`,
    ].map((raw): [string, string] => [`JSON's ${raw}`, raw]),
    ...["%00", "%09", "%E2%80%8B", "%c2%ad"].map((raw): [string, string] => [`a URL's ${raw}`, raw]),
  ];
  // Without a backslash, none of these escapes is part of the secret itself.
  const hidden = "s3cret-Key_99";

  test.each(apart)("%s: removed, with the characters in it", (_, between) => {
    const text = `key=${[...hidden].join(between)}${between}, and more`;
    const redacted = redactor([hidden])(text);
    expect(redacted).toBe(`key=***${between}, and more`);
    expect(redacted.replaceAll(between, "")).not.toContain(hidden);
  });

  test("in each encoding, at any position", () => {
    const anyEncoding = fc.constantFrom(...encodings.map(([, encode]) => encode));
    const anyBetween = fc.constantFrom(...apart.map(([, between]) => between).filter((raw) => !/[\\&%]/.test(raw)));
    fc.assert(
      fc.property(anyEncoding, anyBetween, fc.nat(), fc.nat(), (encode, between, first, second) => {
        const form = encode(hidden);
        const places = [first % form.length, second % form.length].toSorted((a, b) => b - a);
        const split = places.reduce((text, at) => text.slice(0, at) + between + text.slice(at), form);
        const left = redactor([hidden])(`<<${split}>>`).replaceAll(between, "");
        // If base64 is broken up, a character may be left at either end, which is too little to reveal anything.
        expect(left).toMatch(/^<<[\w+/=%\\-]{0,12}\*\*\*[\w+/=%\\-]{0,12}>>$/);
        expect(left).not.toContain(hidden);
      }),
      { numRuns: 500 },
    );
  });
});

test.each(["pass\u200bword-9x", "pass\u{e0041}word-9x", "\ufeffpassword-9x", "pass\u00adword\u2060-9x"])(
  "a secret with invisible characters is replaced even if a service removed them: %j",
  (given) => {
    const replace = redactor([given]);
    for (const echo of [given, "password-9x", btoa("password-9x"), "password%2D9x"])
      expect(replace(`key=${echo}`)).toBe("key=***");
  },
);
