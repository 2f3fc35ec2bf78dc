import { describe, expect, it } from "vitest";
import { cleanText } from "../words/service-text.ts";
import { uniqueNames } from "./unique-names.ts";

describe("names that occur more than once", () => {
  it.each([
    [[], []],
    [
      ["A", "B"],
      ["A", "B"],
    ],
    [
      ["A", "A", "A"],
      ["A", "A (2)", "A (3)"],
    ],
    [
      ["A", "A", "A (2)"],
      ["A", "A (3)", "A (2)"],
    ],
    [
      ["A (2)", "A", "A"],
      ["A (2)", "A", "A (3)"],
    ],
    [
      ["A (2)", "A (2)", "A", "A"],
      ["A (2)", "A (2) (2)", "A", "A (3)"],
    ],
    [
      ["__proto__", "__proto__"],
      ["__proto__", "__proto__ (2)"],
    ],
  ])("are numbered, and a name that occurs once stays as it is: %j is %j", (given, wanted) => {
    expect(uniqueNames(given.map(cleanText))).toEqual(wanted);
  });
});
