import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFormat } from "./reference-format.ts";

const pairs = referenceFormat("ats", ["app", "job"]);
const numbers = referenceFormat("apptest", ["testset"], (text) => /^[1-9]\d*$/.test(text));

describe("a reference", () => {
  test("is one printable token that leads back to the ids, whatever characters they contain", () => {
    const id = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/\p{Cs}/u.test(text));
    fc.assert(
      fc.property(id, id, (app, job) => {
        const ref = pairs.write({ app, job });
        expect(ref).toMatch(/^ats:[!-~]+$/);
        expect(pairs.idsOf({ ref })).toEqual({ app, job });
        expect(pairs.parse(ref.slice("ats:".length))).toEqual({ ref });
      }),
    );
  });

  test("is the same one, however it was escaped before", () => {
    expect(pairs.parse("a+b/%6Ab")).toEqual({ ref: "ats:a%2Bb/jb" });
    expect(numbers.parse("251929")).toEqual({ ref: "apptest:251929" });
  });
});

test.each(["", "/", "a", "a/", "/b", "a/b/c", "a b/c", "a/b\n", "%zz/b", "a/\uD800"])(
  "%j is not a reference",
  (rest) => {
    expect(pairs.parse(rest)).toBeUndefined();
    expect(() => pairs.idsOf({ ref: `ats:${rest}` })).toThrow(TypeError);
  },
);

test.each(["0", "07", "1/2", "x", "1.5", ""])("%j is not a number, so it is not a reference", (rest) => {
  expect(numbers.parse(rest)).toBeUndefined();
});

test("the reference of another provider has no ids for this one", () => {
  expect(() => pairs.idsOf({ ref: "apptest:a/b" })).toThrow("apptest:a/b is not a reference of this provider");
});
