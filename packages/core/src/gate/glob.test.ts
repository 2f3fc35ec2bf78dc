import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { glob } from "./glob.ts";

describe("a glob", () => {
  test.for([
    { pattern: "Pixel 9", text: "Pixel 9", wanted: true },
    { pattern: "Pixel 9", text: "Pixel 99", wanted: false },
    { pattern: "Pixel 9", text: "pixel 9", wanted: false },
    { pattern: "Pixel*", text: "Pixel", wanted: true },
    { pattern: "Pixel*", text: "Pixel 9 / ANDROID 16", wanted: true },
    { pattern: "*ANDROID 16", text: "Pixel 9 / ANDROID 16", wanted: true },
    { pattern: "*ANDROID 1", text: "Pixel 9 / ANDROID 16", wanted: false },
    { pattern: "*/*", text: "Pixel 9 / ANDROID 16", wanted: true },
    { pattern: "a*b*c", text: "a-b-b-c-c", wanted: true },
    { pattern: "a*b*c", text: "a-c-b", wanted: false },
    { pattern: "Order ?", text: "Order 7", wanted: true },
    { pattern: "Order ?", text: "Order 77", wanted: false },
    { pattern: "Order ?", text: "Order ", wanted: false },
    { pattern: "Order ?", text: "Order 😀", wanted: true },
    { pattern: "갤럭시 *", text: "갤럭시 노트 20", wanted: true },
    { pattern: "[a-z] (x|y) .+ ^$ \\d", text: "[a-z] (x|y) .+ ^$ \\d", wanted: true },
    { pattern: "[a-z]", text: "b", wanted: false },
    { pattern: ".", text: "b", wanted: false },
    { pattern: "*", text: "", wanted: true },
    { pattern: "?", text: "", wanted: false },
    { pattern: "*", text: "line\nbreak", wanted: true },
    { pattern: "", text: "", wanted: true },
    { pattern: "", text: "x", wanted: false },
  ])("$pattern and $text: $wanted", ({ pattern, text, wanted }) => expect(glob(pattern)(text)).toBe(wanted));

  const few = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "(", ".", "😀"), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom("a", "b", "(", ".", "😀"), maxLength: 8 });

  test("matches like the equivalent regular expression", () => {
    fc.assert(
      fc.property(few, plain, (pattern, text) => {
        const source = [...pattern].map((each) =>
          each === "*" ? ".*" : each === "?" ? "." : each.replace(/[(.]/, "\\$&"),
        );
        expect(glob(pattern)(text)).toBe(new RegExp(`^${source.join("")}$`, "su").test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("matches every text once parts of it are stars or question marks", () => {
    fc.assert(
      fc.property(plain, fc.array(fc.constantFrom("keep", "?", "*"), { maxLength: 8 }), (text, changes) => {
        const pattern = [...text].map((each, index) => {
          const change = changes[index] ?? "keep";
          return change === "keep" ? each : change;
        });
        expect(glob(pattern.join(""))(text)).toBe(true);
      }),
    );
  });

  test("is fast for a pattern that makes regular expressions run away", { timeout: 20_000 }, () => {
    const pattern = `${"a*".repeat(249)}b`;
    expect(glob(pattern)("a".repeat(10_000))).toBe(false);
    expect(glob(`${"*?".repeat(249)}b`)("a".repeat(10_000))).toBe(false);
  });
});
