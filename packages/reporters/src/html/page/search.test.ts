import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everything, type Query } from "./query.ts";
import { answers, type Entry, searchable } from "./search.ts";

const entry: Entry = {
  outcomes: ["passed", "flaky"],
  suite: "Phones",
  run: "1",
  text: searchable("Galaxy S8 / 갤럭시 노트 Button not found"),
};

describe("a test", () => {
  it.each<[Partial<Query>]>([
    [{}],
    [{ text: "galaxy" }],
    [{ text: "  FOUND  galaxy " }],
    [{ text: "갤럭시".normalize("NFD") }],
    [{ outcomes: ["flaky"] }],
    [{ outcomes: ["failed", "passed"] }],
    [{ suite: "Phones", run: "1", text: "s8", outcomes: ["passed"] }],
  ])("answers %j", (query) => expect(answers({ ...everything, ...query })(entry)).toBe(true));

  it.each<[Partial<Query>]>([
    [{ text: "galaxy s9" }],
    [{ outcomes: ["failed"] }],
    [{ suite: "Phone" }],
    [{ run: "0" }],
    [{ suite: "Phones", run: "1", text: "s8", outcomes: ["skipped"] }],
  ])("does not answer %j", (query) => expect(answers({ ...everything, ...query })(entry)).toBe(false));

  it("that is found by several words is found by fewer of them", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("galaxy", "s8", "no", "x", "found")), fc.string(), (words, more) => {
        const text = words.join(" ");
        const few = answers({ ...everything, text })(entry);
        const many = answers({ ...everything, text: `${text} ${more}` })(entry);
        expect(many && !few).toBe(false);
      }),
    );
  });
});
