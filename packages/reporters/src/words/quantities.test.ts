import { expect, it } from "vitest";
import { amount, bytes, duration, wholeSeconds } from "./quantities.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [12_345_678, "12.3 MB"],
  [99_960_000, "100 MB"],
  [999_600_000, "1.0 GB"],
  [2_147_483_648, "2.1 GB"],
])("%d bytes are %s", (number, words) => {
  expect(bytes(number)).toBe(words);
});

it.each([
  [0, "0 ms", "0 s"],
  [999.4, "999 ms", "1 s"],
  [2000, "2 s", "2 s"],
  [2345, "2.3 s", "2 s"],
  [59_400, "59 s", "59 s"],
  [59_600, "1 min 00 s", "1 min 00 s"],
  [65_000, "1 min 05 s", "1 min 05 s"],
  [3_720_000, "1 h 02 min", "1 h 02 min"],
])("%d ms are %s, or %s on a running clock", (ms, words, clock) => {
  expect(duration(ms)).toBe(words);
  expect(wholeSeconds(ms)).toBe(clock);
});

it("counts in the singular and the plural", () => {
  expect([amount(1, "test"), amount(2, "test")]).toEqual(["1 test", "2 tests"]);
});
