import { describe, expect, it } from "vitest";
import { asideOf } from "./history-option.ts";

describe("a glob that matches the report of the previous run", () => {
  it.each([
    { pattern: "rep/ctrf-report.json", dir: "rep", separator: "/", aside: "rep/previous/ctrf-report.json" },
    { pattern: "rep/*.json", dir: "rep//", separator: "/", aside: "rep/previous/*.json" },
    { pattern: "other/*.json", dir: "rep", separator: "/", aside: undefined },
    { pattern: "rep\\*.json", dir: "rep", separator: "\\", aside: "rep/previous/*.json" },
    { pattern: "a/rep/*.json", dir: "a\\rep\\", separator: "\\", aside: "a/rep/previous/*.json" },
    { pattern: "C:\\a\\*.json", dir: "C:/a", separator: "\\", aside: "C:/a/previous/*.json" },
    { pattern: "rep\\*.json", dir: "rep", separator: "/", aside: undefined },
  ])("$pattern finds it aside from $dir: $aside", ({ pattern, dir, separator, aside }) => {
    expect(asideOf(pattern, dir, separator)).toBe(aside);
  });
});
