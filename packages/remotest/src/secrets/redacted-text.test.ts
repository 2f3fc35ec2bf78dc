import { cleanText, safeHref, serviceLine } from "@remotest/reporters";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounded, redactedOwnText, redactedText, refContainsSecret } from "./redacted-text.ts";

const user = "AcmeShopUser";
const key = `k3y+<Q>&"w x'/Z9`;
const redact = redactedText([user, key, "token4711x"]);

describe("a text that would contain a secret after it is cleaned", () => {
  it.each([
    ["blanks of any kind", key.replace(" ", "\n \u0000\t")],
    ["a host in other letters", "https://\uff54\uff4f\uff4b\uff45\uff4e4711x.example/"],
    ["an address with tabs", `https://x.example/${[...user].join("\t")}`],
    ["a user and a key in one, in base64", Buffer.from(`${user}:${key}`).toString("base64")],
  ])("%s", (_, text) => {
    const left = redact(text);
    for (const shown of [left, cleanText(left), serviceLine(left), safeHref(left) ?? ""])
      expect(shown.toLowerCase()).not.toMatch(/acmeshopuser|k3y|token4711x/);
  });

  it("is unchanged if it would not", () => {
    const text = "\u001b[31mred\u001b[0m and ::notice:: of \u0000 this";
    expect(redact(text)).toBe(text);
  });
});

describe("a text with a limited length", () => {
  const kept = bounded(redact, 100);

  it("is whole if it is short, and marked if it was cut", () => {
    expect(kept("x".repeat(100))).toBe("x".repeat(100));
    expect(kept("x".repeat(101))).toBe(`${"x".repeat(100)}… (cut from 101 characters)`);
    expect(kept(`${"x".repeat(99)}😀`)).toBe(`${"x".repeat(99)}… (cut from 101 characters)`);
    expect(kept(`😀${"x".repeat(99)}`)).toBe(`😀${"x".repeat(98)}… (cut from 101 characters)`);
  });

  it("contains no part of a secret, at any cut and in any escaped form", () => {
    for (let before = 60; before <= 100; before++)
      for (const form of [key, encodeURIComponent(key), JSON.stringify(key), Buffer.from(key).toString("base64")]) {
        const left = kept(`${"-".repeat(before)}${form}${"-".repeat(100)}`);
        expect(left, `${before} ${form}`).toMatch(/^-+"?(?:\*{1,3}"?-*)?… \(cut/);
      }
  });

  it("does not join the parts of a secret around a terminal sequence that the cut leaves without its end", () => {
    const text = `${key.slice(0, 5)}\u009b1m${key.slice(5, 10)}\u009d${key.slice(10)}${"y".repeat(200)}\u009c`;
    for (const shown of [cleanText(kept(text)), serviceLine(kept(text), 20), serviceLine(redact(text), 20)])
      expect(shown).not.toContain(key.slice(0, 12));
  });
});

describe("a reference", () => {
  it.each(["\u200b", "\u00ad", "\t", "\u0085"])(
    "with an invisible character in a secret contains the secret: %j",
    (between) => {
      const hidden = `token${between}4711x`;
      expect(refContainsSecret(`ats:SHOP-1/J-${encodeURIComponent(hidden)}`, [], redact)).toBe(true);
      expect(refContainsSecret(`ats:SHOP-1/J-${encodeURIComponent(`a${between}b`)}`, [], redact)).toBe(false);
    },
  );
});

describe("a reference that contains a secret, or the same characters by chance", () => {
  it.each([
    { ref: "ats:SHOP-1/J-1", own: [], contains: false },
    // Seven characters, in a longer part: by chance.
    { ref: "ats:SHOP-1/x-abcdefg-1", own: [], contains: false },
    { ref: "ats:SHOP-1/abcdefg", own: [], contains: true },
    { ref: "ats:abcdefg/J-1", own: ["abcdefg"], contains: false },
    { ref: "ats:abcdefg/J-1", own: [], contains: true },
    { ref: "ats:abcd/efgh", own: [], contains: false },
    { ref: "ats:SHOP-1/%61bcdefgh", own: [], contains: true },
    { ref: "ats:SHOP-1/x-abcdefgh-1", own: [], contains: true },
    { ref: "ats:token/4711x", own: [], contains: false },
    { ref: "ats:SHOP-1/%zz", own: [], contains: false },
  ])("$ref, of which $own were chosen: $contains", ({ ref, own, contains }) => {
    expect(refContainsSecret(ref, own, redactedText(["abcdefg", "abcdefgh", "ats"]))).toBe(contains);
  });
});

describe("secrets as they were set and as they are used", () => {
  it.each([
    { given: [`"${user}:${key}"`], shown: `wrong key ${key}` },
    { given: [`'${user}'`, `\uFEFF${key}\r\n`], shown: Buffer.from(`${user}:${key}`).toString("base64") },
    { given: [`${user}\n`, user, `${key}\n`, key], shown: `${user}:${key}` },
  ])("$given", ({ given, shown }) => {
    expect(redactedText(given)(shown)).toMatch(/^(?:wrong key )?\*\*\*$/);
  });

  it("a secret that begins with a colon is not split into a user and a key", () => {
    expect(redactedText([`:${user}:token4711x`])(`${user}, token4711x`)).toBe(`${user}, token4711x`);
  });

  it("short ones stay in the command's own texts", () => {
    const own = redactedOwnText(["demo", "demo-key", " demo \n\n\n", "user:hunter22"]);
    expect(own("demo and demo-key; not a user or a password, user:hunter22, hunter22")).toBe(
      "demo and ***; not a user or a password, ***, ***",
    );
  });
});

describe("a short user and a short key", () => {
  it.each([
    ["as they are", ["demo", "key1"]],
    ["with blanks around them", [" demo ", " key1 "]],
  ])("%s, joined as they are sent, are removed from the command's own texts", (_, secrets) => {
    const own = redactedOwnText(secrets);
    expect(own("Basic demo:key1, not demo, not key1")).toBe("Basic ***, not demo, not key1");
    expect(own(Buffer.from("demo:key1").toString("base64"))).toBe("***");
  });
});

it.each([
  ["a password", "names https://u:pw@host/x no file", "names https://***@host/x no file"],
  ["one that would end the host", 'of "https://u:p/w@s@host"', 'of "https://***@host"'],
  ["one that begins with digits", "https://user:12p/w@host", "https://***@host"],
  ["a user alone", "(http://token@host:80)", "(http://***@host:80)"],
  ["no user but a port and a path", "https://host:8443/a@b https://host/@scope/x", undefined],
  ["no address", "tell me@example.com", undefined],
])("the command's own texts show an address without its user: %s", (_, text, shown = text) => {
  expect(redactedOwnText([])(text)).toBe(shown);
});

/** Half a character cannot be sent in a URL. */
const percent = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, "\ufffd"));
const xml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const json = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Transformations by services, gateways and libraries before a text arrives. */
const transforms: readonly ((text: string) => string)[] = [
  (text) => text,
  xml,
  json,
  // As PHP writes it.
  (text) => json(text).replaceAll("/", String.raw`\/`),
  percent,
  (text) => percent(text).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  (text) => `"${text}"`,
  (text) => `<p>${text}</p>`,
  (text) => `Authorization: Basic ${text}`,
  (text) => text.replaceAll(/.{76}/g, "$&\r\n"),
];
/** Characters between those of a secret that are removed or invisible later. */
const separators = [
  "",
  "\u0000",
  "\u001b[1m",
  "\u009b0m",
  "\u001b]0;t\u0007",
  "\u001b(B",
  "\u200f",
  "\u2066",
  "\ud800",
  "\u00ad",
  "\ufe0f",
  "\u0085",
];
/** Transformations before people see a text. */
const shows: readonly ((text: string) => string)[] = [
  (text) => text,
  cleanText,
  (text) => serviceLine(text, 500),
  (text) => text.replaceAll(/[\p{Cc}\p{Cs}\p{Cf}\ufe0f]/gu, ""),
  (text) => text.replaceAll(/<[^<>]*>/g, ""),
];

describe("no secret is in the shown text", () => {
  const secret = fc.oneof(
    fc.constantFrom(user, key, `${user}:${key}`),
    fc.string({
      minLength: 8,
      maxLength: 24,
      unit: fc.constantFrom(..."abcXYZ0189+/=_-.~!@#$^*(){}[]|:;,?<>&\"' "),
    }),
  );
  const transform = fc.constantFrom(...transforms);
  /** Several of one secret: a redactor is compiled for each secret, which takes far longer than its use. */
  const several = <Echo>(echo: fc.Arbitrary<Echo>) => fc.array(echo, { minLength: 8, maxLength: 8 });

  it("in any form, transformed twice, with invisible characters in it, in any kind of output", () => {
    fc.assert(
      fc.property(secret, several(fc.tuple(transform, transform, fc.constantFrom(...separators))), (hidden, echoes) => {
        const used = hidden.trim();
        fc.pre(used.length >= 6 && !used.includes("**"));
        const redact = redactedText([hidden]);
        for (const [first, second, between] of echoes) {
          const left = redact(`before ${second(first([...hidden].join(between)))} after`);
          for (const show of shows) expect(show(left)).not.toContain(used);
        }
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  it("nor in encoded form", () => {
    const encode = fc.constantFrom<BufferEncoding>("base64", "base64url", "hex");
    fc.assert(
      fc.property(secret, several(fc.tuple(transform, encode, fc.nat(8))), (hidden, echoes) => {
        const used = hidden.trim();
        fc.pre(used.length >= 8 && !used.includes("**"));
        const redact = redactedText([hidden]);
        for (const [first, encoding, before] of echoes) {
          const echoed = Buffer.from(`${"u".repeat(before)}${hidden}`).toString(encoding);
          const left = redact(`<${first(echoed)}>`);
          const said = left.replaceAll(/<p>|<\/p>|Authorization: Basic |[\s<>"]/g, "").split("***");
          for (const part of said) expect(Buffer.from(part, encoding).toString()).not.toContain(used);
        }
      }),
      { numRuns: 75 },
    );
  }, 30_000);
});
