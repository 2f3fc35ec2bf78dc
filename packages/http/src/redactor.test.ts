import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactor } from "./redactor.ts";

const secret = `p4"ss&w<rd>'+/ü?`;
const base64 = Buffer.from(secret).toString("base64");
const percent = encodeURIComponent(secret).replaceAll("'", "%27");

/** Each row an encoding in which some program echoes what it was sent. */
const encodings: readonly (readonly [title: string, encode: (text: string) => string])[] = [
  ["as it is", (text) => text],
  ["base64", (text) => Buffer.from(text).toString("base64")],
  ["base64 without padding", (text) => Buffer.from(text).toString("base64").replace(/=+$/, "")],
  ["base64url", (text) => Buffer.from(text).toString("base64url")],
  ["base64url with padding", (text) => Buffer.from(text).toString("base64").replaceAll("+", "-").replaceAll("/", "_")],
  ["base64 in a URL", (text) => encodeURIComponent(Buffer.from(text).toString("base64"))],
  ["base64 in JSON as PHP writes it", (text) => Buffer.from(text).toString("base64").replaceAll("/", String.raw`\/`)],
  ["URL-encoded", encodeURIComponent],
  [
    "URL-encoded, with lower-case digits",
    (text) => encodeURIComponent(text).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  ],
  ["URL-encoded as a form", (text) => new URLSearchParams([["", text]]).toString().slice(1)],
  ["URL-encoded as a path, which leaves more as it is", encodeURI],
  ["XML text", (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")],
  ["XML text that leaves > as it is", (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")],
  ["an XML attribute", (text) => inXml(text, "&quot;", "&apos;")],
  ["an HTML attribute as most write it", (text) => inXml(text, "&quot;", "&#39;")],
  ["an HTML attribute as Go writes it", (text) => inXml(text, "&#34;", "&#39;")],
  ["an HTML attribute as Python and PHP write it", (text) => inXml(text, "&quot;", "&#x27;")],
  ["an HTML attribute with leading zeros", (text) => inXml(text, "&#034;", "&#039;")],
  ["decimal references", (text) => each(text, (_, code) => `&#${code};`)],
  ["hexadecimal references", (text) => each(text, (_, code) => `&#x${code.toString(16)};`)],
  ["hexadecimal references in capitals", (text) => each(text, (_, code) => `&#X${code.toString(16).toUpperCase()};`)],
  ["JSON", inJson],
  ["JSON as PHP writes it, ASCII and slashes escaped", (text) => inAscii(inJson(text)).replaceAll("/", String.raw`\/`)],
  [
    "JSON as Go and .NET write it, safe in HTML",
    (text) => inJson(text).replaceAll(/[<>&'+]/g, (c) => `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`),
  ],
  ["JSON inside JSON", (text) => inJson(inJson(text))],
  ["ASCII JSON inside JSON", (text) => inJson(inAscii(inJson(text)))],
];

function each(text: string, encode: (character: string, code: number) => string): string {
  return Array.from(text, (c) => (/[A-Za-z0-9]/.test(c) ? c : encode(c, c.codePointAt(0) ?? 0))).join("");
}
function inXml(text: string, quote: string, apostrophe: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replaceAll('"', quote).replaceAll("'", apostrophe);
}
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
function inAscii(text: string): string {
  return text.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

describe("a secret is replaced", () => {
  test.each(encodings)("%s, wherever it stands", (_, encode) => {
    const form = encode(secret);
    expect(redactor([secret])(`key=${form}; again ${form}.`)).toBe("key=***; again ***.");
  });

  test.each(encodings)("joined with a user, %s", (_, encode) => {
    const pair = `usr<1>:${secret}`;
    expect(redactor([secret, pair])(`<${encode(pair)}>`)).toBe("<***>");
  });

  test("also where some of it is escaped and some is not", () => {
    expect(redactor([secret])(`p4&quot;ss%26w\\u003crd>'%2b/%C3%bc?`)).toBe("***");
  });

  test("with a space, as a form encodes it", () => {
    expect(redactor(["two words"])("q=two+words&r=two%20words&s=two words")).toBe("q=***&r=***&s=***");
  });

  test("whole, when it holds another one, whatever the order", () => {
    for (const secrets of [
      ["key", "user:key"],
      ["user:key", "key"],
      ["key", "user", "user:key"],
      ["user:key", "user", "key"],
    ])
      expect(redactor(secrets)("user:key, key")).toBe("***, ***");
  });

  test.each([..."&%\\"])("with a %s more than once", (character) => {
    const hidden = `a${character}b${character}c`;
    for (const [, encode] of encodings) expect(redactor([hidden])(`<<${encode(hidden)}>>`)).toBe("<<***>>");
  });

  test.each([..."\b\f\n\r\t\u0001"])("with the control character %j", (character) => {
    const hidden = `ab${character}c`;
    const forms = [hidden, inJson(hidden), inJson(inJson(hidden)), encodeURIComponent(hidden), inAscii(inJson(hidden))];
    for (const form of forms) expect(redactor([hidden])(`<<${form}>>`)).toBe("<<***>>");
  });

  test("that ends with what may be escaped, with all of the escape", () => {
    expect(redactor(["key&"])("key&amp; key&#38; key%26 key&.")).toBe("*** *** *** ***.");
    expect(redactor(["key\\"])(String.raw`key\\ key\u005c key\.`)).toBe("*** *** ***.");
  });

  test.each([..."\\^$.*+?()[]{}|/-"])("with a %s, which means something else in a pattern", (character) => {
    const hidden = `ab${character}c`;
    expect(redactor([hidden])(`<${hidden}>`)).toBe("<***>");
    expect(redactor([hidden])("<abc> <abbc> <ab1c>")).toBe("<abc> <abbc> <ab1c>");
  });
});

describe("what is no secret stays", () => {
  test("nothing, a letter or two, any other text", () => {
    const redact = redactor(["", "a", "ab"]);
    expect(redact("a cab, abacus")).toBe("a cab, abacus");
    expect(redactor([])("a cab")).toBe("a cab");
    expect(redactor(["cab"])("a cab, a CAB, a c b, YWI")).toBe("a ***, a CAB, a c b, YWI");
  });

  test("what escapes another character", () => {
    const redact = redactor(["ab<c"]);
    for (const text of [
      "ab+c",
      String.raw`ab\<c`,
      "ab&gt;c",
      "ab&#61;c",
      "ab%3Ec",
      String.raw`ab\u003ec`,
      "ab&undefined;c",
    ])
      expect(redact(text)).toBe(text);
    expect(redactor(["ab=c"])("ab&undefined;c")).toBe("ab&undefined;c");
  });

  test("the same letters in another case, of a key or of its base64", () => {
    expect(redactor(["s3cret"])(`S3CRET ${Buffer.from("s3cret").toString("base64").toLowerCase()}`)).not.toContain("*");
  });
});

test("no secret is left in any text, in any encoding", () => {
  const anyEncoding = fc.constantFrom(...encodings.map(([, encode]) => encode));
  // A lone half of a character has no UTF-8, so nobody can send it.
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: "grapheme" }), anyEncoding, (hidden, encode) => {
      fc.pre(!/[*<>]/.test(hidden));
      expect(redactor([hidden])(`<<${encode(hidden)}>>`)).toBe("<<***>>");
    }),
  );
});

test("half a character, which nobody can send, stops nobody", () => {
  expect(redactor(["abc\uD800"])("<abc\uD800>")).toBe("<***>");
});

test("its time grows with the text alone, whatever the text", () => {
  const redact = redactor([
    secret,
    `${"&".repeat(40)}x`,
    `${"%25".repeat(20)}x`,
    `${"\\".repeat(40)}x`,
    base64,
    percent,
  ]);
  for (const unit of [
    "&",
    "&amp;",
    "&amp;amp;",
    "&#38;",
    "&#0000",
    "%25",
    "%2525",
    "\\",
    '\\"',
    "\\u005c",
    'p4"ss&w',
    base64.slice(0, -3),
  ]) {
    const started = performance.now();
    redact(unit.repeat(Math.ceil(2 ** 20 / unit.length)));
    expect(performance.now() - started, unit).toBeLessThan(2_000);
  }
});
