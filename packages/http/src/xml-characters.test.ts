import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { xmlCharacters } from "./xml-characters.ts";
import { anyCharacter } from "../../../test/arbitrary/any-character.ts";

function cleaned(...pieces: readonly string[]): { text: string; replaced: number } {
  const characters = xmlCharacters();
  const text = pieces.map((piece) => characters.write(piece)).join("") + characters.end();
  return { text, replaced: characters.replaced };
}

describe("characters that are not allowed in XML", () => {
  it.each([
    { given: "<a>&#8;</a>", wanted: "<a>\uFFFD</a>", replaced: 1 },
    { given: "<a>&#x1b;[31m&#x1B;</a>", wanted: "<a>\uFFFD[31m\uFFFD</a>", replaced: 2 },
    { given: "<a>\u001b[31m\u0000\u0008</a>", wanted: "<a>\uFFFD[31m\uFFFD\uFFFD</a>", replaced: 3 },
    { given: "<a>\uD800 \uDC00 \uFFFE\uFFFF</a>", wanted: "<a>\uFFFD \uFFFD \uFFFD\uFFFD</a>", replaced: 4 },
    { given: "<a>&#xD800;&#1114112;&#0;&#xfffe;</a>", wanted: "<a>\uFFFD\uFFFD\uFFFD\uFFFD</a>", replaced: 4 },
    {
      given: "<a>&#9;&#10;&#xD;&#233;&#x1F600;😀é</a>",
      wanted: "<a>&#9;&#10;&#xD;&#233;&#x1F600;😀é</a>",
      replaced: 0,
    },
    { given: "\r\n \t\uFEFF<?xml version='1.0'?><a/>", wanted: "<?xml version='1.0'?><a/>", replaced: 0 },
    { given: "<a>&#;&#x;&amp;&</a>", wanted: "<a>&#;&#x;&amp;&</a>", replaced: 0 },
    { given: "", wanted: "", replaced: 0 },
    { given: " \n", wanted: "", replaced: 0 },
  ])("$given", ({ given, wanted, replaced }) => {
    expect(cleaned(given)).toEqual({ text: wanted, replaced });
  });

  const piece = fc.constantFrom(
    "<a>",
    "&#",
    "8",
    "1",
    "x1",
    "b",
    ";",
    "&#8;",
    "&amp;",
    "\u001b",
    " ",
    "\uFEFF",
    "😀",
    "&",
  );
  const pieces = fc.array(piece, { maxLength: 12 });

  it("are replaced alike however the text is cut into pieces", () => {
    fc.assert(
      fc.property(pieces, (cut) => {
        expect(cleaned(...cut)).toEqual(cleaned(cut.join("")));
      }),
      { numRuns: 2000 },
    );
  });

  it("never stop a reader of XML", () => {
    const content = fc.string({ unit: anyCharacter, maxLength: 30 }).map((text) => text.replaceAll(/[<&\]]/g, ""));
    const code = fc.nat({ max: 0x120000 }).map((number) => `&#${number};`);
    fc.assert(
      fc.property(fc.array(fc.oneof(content, code), { maxLength: 6 }), (parts) => {
        const parser = new SaxesParser();
        parser.on("error", (error) => {
          throw error;
        });
        parser.write(cleaned(`\n<a>${parts.join("")}</a>`).text).close();
      }),
    );
  });
});
