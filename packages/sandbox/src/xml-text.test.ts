import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { cdata, escapeXml } from "./xml-text.ts";
import { anyCharacter } from "../../../test/arbitrary/any-character.ts";

function read(xml: string): { text: string; attribute: string } {
  const parser = new SaxesParser();
  let text = "";
  let attribute = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ attributes }) => (attribute = attributes["a"] ?? ""));
  parser.on("text", (part) => (text += part));
  parser.on("cdata", (part) => (text += part));
  parser.write(xml).close();
  return { text, attribute };
}

/** Replaces what XML 1.0 excludes: control characters, lone surrogates and two non-characters. */
function withoutExcluded(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const held = code === 9 || code === 10 || code === 13 || code >= 32;
      return held && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff ? character : "\ufffd";
    })
    .join("");
}

const texts = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: fc.constantFrom("]", ">", "<", "&", '"', "\r", "\n", "\t", "\u0000", "\ud800", "한", "😀") }),
);

describe("texts in XML", () => {
  it("are read unchanged from between tags and from an attribute", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const escaped = escapeXml(text);
        expect(read(`<x a="${escaped}">${escaped}</x>`)).toEqual({
          text: withoutExcluded(text),
          attribute: withoutExcluded(text),
        });
      }),
    );
  });

  it("are read unchanged from CDATA, except for line ends, which XML normalises", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(`<x>${cdata(text)}</x>`).text).toBe(withoutExcluded(text).replaceAll(/\r\n?/g, "\n"));
      }),
    );
  });
});
