import { describe, expect, test } from "vitest";
import { compareVersions, isVersion, majorOf, refuseLower, type Version } from "./version.ts";

describe("a version of a release", () => {
  test.for(["1.0.0", "0.1.0", "10.20.30"])("%s is one", (text) => expect(isVersion(text)).toBe(true));
  test.for(["v1.0.0", "1.0", "1", "1.0.0-dev", "1.0.0.0", "01.0.0", ""])("%s is not", (text) =>
    expect(isVersion(text)).toBe(false),
  );

  test("versions are ordered by their numbers", () => {
    const ordered: Version[] = ["0.9.9", "1.0.0", "1.0.2", "1.0.10", "1.2.0", "1.10.0", "10.0.0"];
    expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered);
  });

  test("users name the first number", () => expect(majorOf("12.3.4")).toBe("12"));

  test("a lower one is refused beside a higher one, whatever else is there", () => {
    expect(() => refuseLower("1.2.3", ["1.2.2", "1.2.3", "2.0.0-dev", "latest"], "here")).not.toThrow();
    expect(() => refuseLower("1.2.3", ["1.2.2", "1.10.0"], "here")).toThrow("1.2.3 is not at here, but 1.10.0 is.");
  });
});
