import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactor } from "./redactor.ts";

const secret = `p4"ss&w<rd>'+/ü?`;

describe("a secret is replaced", () => {
  test.each([
    ["as it is", secret],
    ["base64", Buffer.from(secret).toString("base64")],
    ["base64 without padding", Buffer.from(secret).toString("base64").replace(/=+$/, "")],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["URL-encoded", encodeURIComponent(secret)],
    ["as XML text", "p4\"ss&amp;w&lt;rd&gt;'+/ü?"],
    ["as an XML attribute", "p4&quot;ss&amp;w&lt;rd&gt;&apos;+/ü?"],
    ["inside JSON", JSON.stringify(secret).slice(1, -1)],
  ])("%s, wherever it stands", (_, form) => {
    expect(redactor([secret])(`key=${form}; again ${form}.`)).toBe("key=***; again ***.");
  });

  test("with a space, as a form encodes it", () => {
    expect(redactor(["two words"])("q=two+words&r=two%20words")).toBe("q=***&r=***");
  });

  test("whole, when it holds another one", () => {
    expect(redactor(["key", "user:key"])("user:key, key")).toBe("***, ***");
  });
});

test("what is no secret stays: nothing, a letter or two, any other text", () => {
  const redact = redactor(["", "a", "ab"]);
  expect(redact("a cab, abacus")).toBe("a cab, abacus");
});

test("no secret is left in any text, in any form", () => {
  const forms: ((text: string) => string)[] = [
    (text) => text,
    (text) => Buffer.from(text).toString("base64"),
    (text) => encodeURIComponent(text),
    (text) => JSON.stringify(text).slice(1, -1),
  ];
  fc.assert(
    fc.property(fc.string({ minLength: 6 }), fc.constantFrom(...forms), (hidden, form) => {
      fc.pre(!hidden.includes("*"));
      expect(redactor([hidden])(`<<${form(hidden)}>>`)).toBe("<<***>>");
    }),
  );
});
