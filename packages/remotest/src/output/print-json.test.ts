import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printJson } from "./print-json.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

function printed(document: object): string {
  let text = "";
  printJson(document, { stdout: { write: (more: string) => void (text += more) } });
  return text;
}

describe("a document on stdout", () => {
  it.each([
    ["##vso[task.complete result=Succeeded;]", "\\u0023#vso[task.complete result=Succeeded;]"],
    ["####[error]", "\\u0023\\u0023\\u0023#[error]"],
    ["#12", "#12"],
    ["\n::error::x", "\\n::error::x"],
    ["\u009b2J\u007f", "\\u009b2J\\u007f"],
    ["\u202egnp\u2028", "\\u202egnp\\u2028"],
    ["장바구니", "\\uc7a5\\ubc14\\uad6c\\ub2c8"],
    ["🛒", "\\ud83d\\uded2"],
  ])("has %j as %s", (text, wanted) => {
    expect(printed({ text })).toBe(`{\n  "text": "${wanted}"\n}\n`);
  });

  it("is parsed unchanged, and is never a command of a log, with any text", () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.string({ unit: fc.constantFrom("#", "##vso[", "[", "::", "\n", "\u009b", "\u202e", '"', "\\", "a") }),
    );
    fc.assert(
      fc.property(fc.dictionary(text, fc.array(text)), (document) => {
        const json = printed(document);
        expect(JSON.parse(json)).toEqual(document);
        expect(json).not.toMatch(/##|^\s*::|[^\n -~]/m);
      }),
      { numRuns: 1000 },
    );
  });
});
