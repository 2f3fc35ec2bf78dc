import { expect, test } from "vitest";
import { caseKeys } from "./case-key.ts";

test("cases of two reports are the same by suite and name, and equal names in one report by their order", () => {
  const before = caseKeys();
  const after = caseKeys();
  const names = [
    ["Phones", "Pixel 9"],
    ["Phones", "Pixel 9"],
    ["Tablets", "Pixel 9"],
    ["Phones", "Pixel 9 (2)"],
  ] as const;
  const first = names.map(([suite, name]) => before(suite, name));
  expect(new Set(first).size).toBe(4);
  expect(names.map(([suite, name]) => after(suite, name))).toEqual(first);
});

test("equal names of runs with a distinction keep their keys, whichever runs are there", () => {
  const [both, one] = [caseKeys(), caseKeys()];
  const keys = ["Checkout", "Search"].map((template) => both("Mendix ATS", "Log in", template));
  expect(new Set(keys).size).toBe(2);
  expect(one("Mendix ATS", "Log in", "Search")).toBe(keys[1]);
  expect(one("Mendix ATS", "Log in")).not.toBe(keys[0]);
});
