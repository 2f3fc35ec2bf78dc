import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { bareForms, redactor } from "./redactor.ts";

const secret = `p4"ss&w<rd>'+/ü?`;
const base64 = Buffer.from(secret).toString("base64");
const percent = encodeURIComponent(secret).replaceAll("'", "%27");

/** Each row is an encoding in which some program echoes what it was sent. */
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
  ["XML text", xmlText],
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
function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
function inXml(text: string, quote: string, apostrophe: string): string {
  return xmlText(text).replaceAll('"', quote).replaceAll("'", apostrophe);
}
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
function inAscii(text: string): string {
  return text.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

describe("a secret is replaced", () => {
  test.each(encodings)("%s, wherever it is", (_, encode) => {
    const form = encode(secret);
    expect(redactor([secret])(`key=${form}; again ${form}.`)).toBe("key=***; again ***.");
  });

  test.each(encodings)("joined with a user, %s", (_, encode) => {
    const pair = `usr<1>:${secret}`;
    expect(redactor([secret, pair])(`<${encode(pair)}>`)).toBe("<***>");
  });

  test("even if only some of it is escaped", () => {
    expect(redactor([secret])(`p4&quot;ss%26w\\u003crd>'%2b/%C3%bc?`)).toBe("***");
  });

  test("with a space, as a form encodes it", () => {
    expect(redactor(["two words"])("q=two+words&r=two%20words&s=two words")).toBe("q=***&r=***&s=***");
  });

  test("whole, if it contains another one, whatever the order", () => {
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

  test("with the whole escape of its last character", () => {
    expect(redactor(["key&"])("key&amp; key&#38; key%26 key&.")).toBe("*** *** *** ***.");
    expect(redactor(["key\\"])(String.raw`key\\ key\u005c key\.`)).toBe("*** *** ***.");
  });

  test.each([..."\\^$.*+?()[]{}|/-"])("with a %s, which has a meaning in a pattern", (character) => {
    const hidden = `ab${character}c`;
    expect(redactor([hidden])(`<${hidden}>`)).toBe("<***>");
    expect(redactor([hidden])("<abc> <abbc> <ab1c>")).toBe("<abc> <abbc> <ab1c>");
  });
});

describe("text that is not a secret stays", () => {
  test("an empty text, a letter or two, any other text", () => {
    const redact = redactor(["", "a", "ab"]);
    expect(redact("a cab, abacus")).toBe("a cab, abacus");
    expect(redactor([])("a cab")).toBe("a cab");
    expect(redactor(["ab"])("a cab ******")).toBe("a cab ******");
    expect(redactor(["cab"])("a cab, a CAB, a c b, YWI")).toBe("a ***, a CAB, a c b, YWI");
  });

  test("the escape of another character", () => {
    const redact = redactor(["ab<c"]);
    for (const text of [
      "ab+c",
      String.raw`ab\\\<c`,
      "ab&gt;c",
      "ab&#61;c",
      "ab%3Ec",
      String.raw`ab\u003ec`,
      "ab&undefined;c",
    ])
      expect(redact(text)).toBe(text);
    expect(redactor(["ab=c"])("ab&undefined;c")).toBe("ab&undefined;c");
  });

  test.each([
    { given: "!ab+cd/ef", text: "!ab-cd_ef" },
    { given: "ab+cd/ef!", text: "ab-cd_ef!" },
  ])("the other alphabet of base64, where the secret is not base64: $given", ({ given, text }) => {
    expect(redactor([given])(text)).toBe(text);
  });

  test("fewer than eight characters of base64, which are in many texts by chance", () => {
    const inside = (hidden: string): string => Buffer.from(`u${hidden}, and more`).toString("base64");
    expect(redactor(["sevenkz"])(inside("sevenkz"))).toContain("***");
    expect(redactor(["sixkyz"])(inside("sixkyz"))).toBe(inside("sixkyz"));
    expect(redactor(["four"])(Buffer.from("four, and more").toString("base64"))).not.toContain("*");
  });

  test("the same letters in another case, of a key or of its base64", () => {
    expect(redactor(["s3cret"])(`S3CRET ${Buffer.from("s3cret").toString("base64").toLowerCase()}`)).not.toContain("*");
  });
});

test.each([3, 1_500])("half a character, which cannot be sent, does no harm after %d others", (length) => {
  const half = `${"abc".repeat(length / 3)}\uD800`;
  for (const form of [half, encodeURIComponent(half.replace("\uD800", "\uFFFD"))])
    expect(redactor([half])(`<${form}>`)).toBe("<***>");
});

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

describe("further forms in which a secret is echoed", () => {
  const hidden = "s3cret-Key_99&<x>";
  const base64Of = (text: string): string => Buffer.from(text).toString("base64");
  test.each([0, 1, 2])("inside a longer base64 text, %d bytes after a multiple of three", (before) => {
    const echoed = base64Of(`${"u".repeat(before + 3)}${hidden}, and what follows`);
    const left = redactor([hidden])(`<${echoed}>`);
    expect(left).toContain("***");
    expect(Buffer.from(left.replaceAll(/[<>]/g, "").split("***").join(""), "base64").toString()).not.toContain("cret");
  });

  test.each([64, 76])("base64 broken into lines of %d, raw and in JSON", (width) => {
    const long = `${hidden}${"x".repeat(100)}`;
    const broken = base64Of(long).replaceAll(new RegExp(`.{${width}}`, "g"), "$&\r\n");
    expect(redactor([long])(`<${broken}>`)).toBe("<***>");
    expect(redactor([long])(JSON.stringify(broken))).toBe('"***"');
  });

  test("base64 in a folded header", () => {
    const long = `${hidden}${"x".repeat(100)}`;
    const folded = base64Of(long).replaceAll(/.{60}/g, "$&\r\n\t ");
    expect(redactor([long])(`<${folded}>`)).toBe("<***>");
  });

  test("with any blanks where it has some, because a text is often joined into one line", () => {
    const redact = redactor(["correct horse  battery"]);
    for (const echoed of ["correct\nhorse\r\n  battery", "correct horse battery", "correct+horse%20%20battery"])
      expect(redact(`<${echoed}>`)).toBe("<***>");
    expect(redact("<correcthorsebattery>")).toBe("<correcthorsebattery>");
  });

  test("that contains something invisible itself, with more in it", () => {
    const family = "\u{1f468}\u200d\u{1f469}key";
    expect(redactor([family])(`<${[...family].join("\u0000")}>`)).toBe("<***>");
    expect(redactor([family])(`<${family}>`)).toBe("<***>");
  });

  test("hexadecimal digits with something between the bytes", () => {
    const bytes = [...Buffer.from(hidden)].map((byte) => byte.toString(16).padStart(2, "0"));
    for (const form of [bytes.join(":"), bytes.join(" "), bytes.map((byte) => String.raw`\x${byte}`).join("")])
      expect(redactor([hidden])(`<${form}>`)).toBe("<***>");
  });

  test.each([
    { title: "a backslash before quotes", form: String.raw`it\'s-a\"key` },
    { title: "quotes doubled for SQL and CSV", form: `it''s-a""key` },
    { title: "a program's bytes", form: String.raw`it\x27s\x2da\x22key` },
    { title: "quoted-printable", form: "it=27s=2Da=22key" },
  ])("as programs write it: $title", ({ form }) => {
    expect(redactor([`it's-a"key`])(`<${form}>`)).toBe("<***>");
  });

  test("with a backslash before each character that has a meaning in a shell or in Markdown", () => {
    expect(redactor(["a_b*c$d.e"])(String.raw`<a\_b\*c\$d\.e>`)).toBe("<***>");
  });

  test("by HTML's names", () => {
    expect(redactor(["k+e=y/_ü€£"])("<k&plus;e&equals;y&sol;&lowbar;&uuml;&euro;&pound;>")).toBe("<***>");
  });

  test("that is base64 itself: without padding, in the other alphabet, in a form, and decoded", () => {
    const key = "ab+cd/efGH12==";
    for (const form of ["ab+cd/efGH12", "ab-cd_efGH12", "ab cd/efGH12==", "ab-cd_efGH12=="])
      expect(redactor([key])(`<${form}>`)).toBe("<***>");
    expect(redactor(["-_-_-_-_"])("<+/+/+/+/>")).toBe("<***>");
    expect(redactor(["key%2Fwith%2Bmore"])("<key/with+more>")).toBe("<***>");
  });

  test("whose characters were read in another encoding", () => {
    const key = "pässwörtschlüssel";
    const latin1 = (text: string): string => Buffer.from(text, "latin1").toString("latin1");
    for (const form of [
      Buffer.from(key, "utf8").toString("latin1"),
      new TextDecoder("utf-8").decode(Buffer.from(latin1(key), "latin1")),
      key.replaceAll(/[äöü]/g, "?"),
      key.replaceAll("ä", "%E4").replaceAll("ö", "%f6").replaceAll("ü", "%u00FC"),
      key.normalize("NFD"),
    ])
      expect(redactor([key])(`<${form}>`)).toBe("<***>");
  });

  /** Makes a key without repetitions. */
  const keyOf = (alphabet: string, length: number): string =>
    Array.from({ length }, (_, index) => {
      const byte = createHash("sha256").update(`${index}`).digest()[0] ?? 0;
      return [...alphabet][byte % [...alphabet].length];
    }).join("");

  test.each([
    { title: "base64", make: (length: number) => keyOf("ABCDEFGHabcdefgh0123456789+/", length) },
    { title: "any characters", make: (length: number) => keyOf(`abcXYZ019!"$%&/()=?'_-<>`, length) },
    { title: "characters outside ASCII", make: (length: number) => keyOf("äöü€ßéñ", length) },
  ])("of any length: $title", { timeout: 60_000 }, ({ make }) => {
    for (const length of [250, 257, 1_000, 8_000]) {
      const long = make(length);
      const redact = redactor([long, "another-key"]);
      for (const form of [
        long,
        inJson(long),
        encodeURIComponent(long),
        xmlText(long),
        Buffer.from(long).toString("hex"),
      ])
        expect(redact(`<${form}>`), `${length}`).toBe("<***>");
      // Where two pieces meet, one character of base64 belongs to both.
      expect(redact(base64Of(long)).replaceAll("***", "").length).toBeLessThan(4 * Math.ceil(length / 200));
    }
  });

  test("in every form up to a thousand characters, even in unusual escapes", () => {
    const long = keyOf("abcXYZ019_-.", 1_000);
    const unusual = each(long, (_, code) => `&#${code};`);
    expect(redactor([long])(`<${unusual}>`)).toBe("<***>");
  });

  test("many at once, of many forms each: one expression for all of them would be too large for Node", () => {
    const many = Array.from({ length: 8 }, (_, index) => `${index}${keyOf("äöü€ßéñ", 250)}`);
    expect(redactor(many)(many.join(" "))).toBe(many.map(() => "***").join(" "));
  });

  test("hexadecimal digits, in both cases, of the longest secret of those that begin alike", () => {
    const hex = Buffer.from(hidden).toString("hex");
    expect(redactor([hidden.slice(0, 6), hidden])(`<${hex}> <${hex.toUpperCase()}>`)).toBe("<***> <***>");
  });

  test("with each line end and blank that has a short escape in JSON", () => {
    const odd = "a\tb\nc\rd\fe\bf";
    expect(redactor([odd])(`<${JSON.stringify(odd).slice(1, -1)}>`)).toBe("<***>");
    expect(redactor([odd])(`<${JSON.stringify(JSON.stringify(odd).slice(1, -1)).slice(1, -1)}>`)).toBe("<***>");
  });

  test("in quotes only if both ends have the same", () => {
    expect(bareForms(`"key"`)).toEqual(["key"]);
    expect(bareForms(` '"key"' `)).toEqual([`'"key"'`, `"key"`]);
    expect(bareForms(`" key "`)).toEqual(["key"]);
    for (const whole of [`"key'`, `key"`, `"key`, `x"key"`, `"key"x`, "key"]) expect(bareForms(whole)).toEqual([]);
    expect(bareForms(" key\n")).toEqual(["key"]);
  });

  test("without the line end, blanks or quotes with which it was given", () => {
    for (const given of ["k3y-secret\n", " k3y-secret ", '"k3y-secret"', "'k3y-secret'\r\n", "\uFEFFk3y-secret"])
      expect(redactor([given])("<k3y-secret>")).toBe("<***>");
  });

  test("escaped twice: for XML in XML, XML in JSON, JSON in XML, a URL in a URL", () => {
    const xml = (text: string): string => inXml(text, "&quot;", "&#39;");
    const odd = `q"u&<o>t/e`;
    for (const twice of [
      xml(xml(odd)),
      inJson(xml(odd)),
      xml(inJson(odd)),
      encodeURIComponent(encodeURIComponent(odd)),
    ])
      expect(redactor([odd])(`[${twice}]`)).toBe("[***]");
  });
});

test("no secret is left in any text, in any encoding", () => {
  const anyEncoding = fc.constantFrom(...encodings.map(([, encode]) => encode));
  // A lone half of a character has no UTF-8, so it cannot be sent.
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: "grapheme" }), anyEncoding, (hidden, encode) => {
      fc.pre(!/[*<>]/.test(hidden));
      expect(redactor([hidden])(`<<${encode(hidden)}>>`)).toBe("<<***>>");
    }),
  );
});

test("the time to redact grows only linearly with the text, whatever the text", { timeout: 120_000 }, () => {
  const redact = redactor([
    secret,
    "two two  two three",
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
    " ",
    "two \n",
    "\u0000a",
    "\u001b[",
    "\u001b]0;",
    "\r\n ",
    String.raw`\u0000`,
  ]) {
    const started = performance.now();
    redact(unit.repeat(Math.ceil(2 ** 20 / unit.length)));
    // Far more than it takes on a busy machine, and far less than superlinear growth would take.
    expect(performance.now() - started, unit).toBeLessThan(20_000);
  }
});
