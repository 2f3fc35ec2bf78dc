import { expect, test } from "vitest";
import { feed, feedNested, readerNames } from "./feed.ts";

// A linear reader takes a few milliseconds, even on a busy machine; a quadratic one a minute. `pnpm fuzz` uses a mebibyte.
const length = 2 ** 18;
const maxMs = 3_000;

test.each(readerNames)("%s: a long text of any unit is read in linear time", { timeout: 240_000 }, async (name) => {
  const { unit, ms } = await feed(name, length, maxMs);
  expect(ms, JSON.stringify(unit)).toBeLessThan(maxMs);
});

test("deep nesting is refused or read, in time and without a stack overflow", {
  timeout: 60_000,
}, async () => {
  const startedAt = performance.now();
  await feedNested(100_000);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
