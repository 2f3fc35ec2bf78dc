import { describe, expect, it } from "vitest";
import { listed } from "./listed.ts";

describe("words in a sentence", () => {
  it.each([
    { words: [], and: "", or: "" },
    { words: ["ats"], and: "ats", or: "ats" },
    { words: ["apptest", "ats"], and: "apptest and ats", or: "apptest or ats" },
    { words: ["apptest", "ats", "mta"], and: "apptest, ats and mta", or: "apptest, ats or mta" },
    { words: ["a", "b", "c", "d"], and: "a, b, c and d", or: "a, b, c or d" },
  ])("$words", ({ words, and, or }) => {
    expect(listed(words, "and")).toBe(and);
    expect(listed(words, "or")).toBe(or);
  });
});
