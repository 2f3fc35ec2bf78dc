import { expect, it } from "vitest";
import { secondsOf, suiteName } from "./device-results.ts";

it("the names of nested suites become one name, and no part of it is cut", () => {
  let name: string | undefined;
  for (let depth = 0; depth < 64; depth++) name = suiteName(name, "x".repeat(60_000));
  expect(name?.length).toBeLessThan(62_000);
  expect(name).toMatch(/^\(names of 6\d{4} characters\) \/ x{60000}$/);
  expect(suiteName(suiteName("a", "b"), "c")).toBe("a / b / c");
  expect([suiteName(undefined, undefined), suiteName("a", undefined)]).toEqual(["apptest.ai", "a"]);
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
