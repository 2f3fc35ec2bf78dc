import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { encodings, inAscii, inJson } from "./redactor.fixture.ts";
import { redactor } from "./redactor.ts";

const secret = `p4"ss&w<rd>'+/ü?`;

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

  test("whole, if a part of it has a longer form that begins in the same place: in URLs, as in hexadecimal digits", () => {
    for (const secrets of [["{?{{  "], ["{?{", "{?{{  "]])
      expect(redactor(secrets)("<<%7B%3F%7B%7B++>>")).toBe("<<***>>");
    for (const secrets of [
      ["{?{", "{?{a"],
      ["{?{a", "{?{"],
    ])
      expect(redactor(secrets)("<<%7B%3F%7Ba>>, <<{?{>>")).toBe("<<***>>, <<***>>");
  });

  test("whole, if another secret is the beginning of one of its forms", () => {
    for (const secrets of [
      ["abcdef", "61626364"],
      ["61626364", "abcdef"],
    ])
      expect(redactor(secrets)("616263646566, 61626364, abcdef")).toBe("***, ***, ***");
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

test("the latest 32 redactors are kept, because all runs of one account need the same", () => {
  const lists = Array.from({ length: 33 }, (_, index) => [`of account ${index}`]);
  const made = lists.map(redactor);
  for (const index of [1, 2, 31, 32]) expect(redactor(lists[index] ?? [])).toBe(made[index]);
  expect(redactor(lists[0] ?? [])).not.toBe(made[0]);
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

test("no secret is left in any text, in any encoding", () => {
  // A lone half of a character has no UTF-8, so it cannot be sent.
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: "grapheme" }), (hidden) => {
      fc.pre(!/[*<>]/.test(hidden));
      const redact = redactor([hidden]);
      for (const [, encode] of encodings) expect(redact(`<<${encode(hidden)}>>`)).toBe("<<***>>");
    }),
    // A redactor is compiled for each secret, which takes far longer than its use.
    { numRuns: 50 },
  );
});

describe("the expressions that are made", () => {
  afterEach(() => void vi.unstubAllGlobals());

  /** Collects the sources of the expressions that are made from now on. */
  function sourcesMade(): string[] {
    const sources: string[] = [];
    const Native = RegExp;
    vi.stubGlobal(
      "RegExp",
      class extends Native {
        constructor(pattern: string, flags?: string) {
          super(pattern, flags);
          sources.push(pattern);
        }
      },
    );
    return sources;
  }

  test("for several secrets with one special character have no two groups of one name, which Node 20 and 22 refuse", () => {
    const sources = sourcesMade();
    const secrets = ["p%1&a\\", "p%2&b\\", '"p%3&é\\"', `${"%&".repeat(200)}x`];
    expect(redactor(secrets)(secrets.map(encodeURIComponent).join(" "))).toBe("*** *** *** ***");
    const names = sources.map((source) => Array.from(source.matchAll(/\(\?<(\w+)>/g), ([, name]) => name));
    expect(names.flat().length).toBeGreaterThan(12);
    for (const each of names) expect(new Set(each).size).toBe(each.length);
  });

  test("are small for a text in which no form of a secret begins: the large ones take long to compile", () => {
    const sources = sourcesMade();
    const redact = redactor(["user-of-a-shop:a-long-key-0123456789", "a-long-key-0123456789"]);
    expect(redact("The key of a user of the shop is long: 012345")).not.toContain("*");
    const small = sources.join("").length;
    expect(redact("<a-long-key-0123456789>")).toBe("<***>");
    expect(sources.join("").length).toBeGreaterThan(3 * small);
  });
});
