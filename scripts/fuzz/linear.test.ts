import { expect, test } from "vitest";
import { fed, feed, feedNested } from "./feed.ts";

// A linear reader takes some milliseconds, on a busy machine too; a quadratic one a minute. `pnpm fuzz` feeds a mebibyte.
const length = 2 ** 18;
const longestMs = 3_000;

test.each(fed)("%s: much of anything takes no time", { timeout: 240_000 }, async (name) => {
  const { unit, ms } = await feed(name, length, longestMs);
  expect(ms, JSON.stringify(unit)).toBeLessThan(longestMs);
});

test("what is nested without end is refused or read, in time and without an overflow", {
  timeout: 60_000,
}, async () => {
  const begun = performance.now();
  await feedNested(100_000);
  expect(performance.now() - begun).toBeLessThan(10_000);
});
