import { expect, test } from "vitest";
import { fuzz } from "./target.ts";
import { targets } from "./targets.ts";

// `pnpm fuzz --minutes 5` runs the same for minutes, with other seeds.
const forMs = 250;

test.each(targets)("$name", async (target) => {
  const { runs, failure } = await fuzz(target, 20_261_122, forMs);
  expect(failure).toBeUndefined();
  expect(runs).toBeGreaterThan(0);
});
