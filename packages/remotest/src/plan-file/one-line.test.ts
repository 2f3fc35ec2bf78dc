import { describe, expect, it } from "vitest";
import { oneLine } from "./one-line.ts";

describe("one line of a text", () => {
  it.each([
    { given: "  a  ", wanted: "a" },
    { given: "\n\na\nb", wanted: "a" },
    { given: "a\r\nb", wanted: "a" },
    { given: "a\u2028b", wanted: "a" },
    { given: "a\tb\u0007c", wanted: "a b c" },
    { given: "\u0000", wanted: "" },
    { given: "", wanted: "" },
  ])("$given", ({ given, wanted }) => {
    expect(oneLine(given)).toBe(wanted);
  });
});
