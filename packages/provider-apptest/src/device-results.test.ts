import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounded, secondsOf, suiteName } from "./device-results.ts";

describe("a text with an end", () => {
  it.each([
    { title: "short", given: "ab", limit: 2, wanted: "ab" },
    { title: "one word", given: "abc", limit: 2, wanted: "ab… (cut: it had 3 characters)" },
    { title: "words: cut between them", given: "ab cd ef", limit: 7, wanted: "ab cd… (cut: it had 8 characters)" },
    { title: "never through a character", given: "a😀", limit: 2, wanted: "a… (cut: it had 3 characters)" },
  ])("$title", ({ given, limit, wanted }) => {
    expect(bounded(given, limit)).toBe(wanted);
  });

  it("is what it was, or a beginning of it that says so", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const [kept = "", end] = bounded(text, limit).split(/(?<=^[^]*)(… \(cut: it had \d+ characters\))$/);
        if (text.length <= limit) expect(bounded(text, limit)).toBe(text);
        else {
          expect(text.startsWith(kept)).toBe(true);
          expect(kept.length).toBeLessThanOrEqual(limit);
          expect(end).toContain(String(text.length));
        }
      }),
    );
  });

  it("of names of suites inside each other stays one", () => {
    let name: string | undefined;
    for (let depth = 0; depth < 64; depth++) name = suiteName(name, "x".repeat(60_000));
    expect(name?.length).toBeLessThan(62_000);
  });
});

it.each([
  { given: "61.5", wanted: 61.5 },
  { given: " 3 ", wanted: 3 },
  { given: "1,234.56", wanted: 1234.56 },
  { given: "1,234,567", wanted: 1_234_567 },
  { given: "1,5", wanted: undefined },
  { given: "12,34", wanted: undefined },
  { given: "-1", wanted: undefined },
  { given: "1e3", wanted: undefined },
  { given: "1m", wanted: undefined },
  { given: "9".repeat(400), wanted: undefined },
])("the seconds of $given are $wanted", ({ given, wanted }) => {
  expect(secondsOf(given)).toBe(wanted);
});
