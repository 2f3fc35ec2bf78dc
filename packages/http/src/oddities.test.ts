import { expect, test } from "vitest";
import { Oddities } from "./oddities.ts";

test("there is no remark if nothing is odd", () => {
  const oddities = new Oddities("The answer contains");
  oddities.replaced(0);
  expect(oddities.remarks).toEqual([]);
});

test("each kind is one remark, and each name is in it once", () => {
  const oddities = new Oddities("The results contain");
  for (const name of ["lane", "retries", "lane"]) oddities.unknown(name);
  for (const characters of [2, 1]) oddities.replaced(characters);
  expect(oddities.remarks).toEqual([
    "The results contain characters that are not allowed; 3 were replaced by \uFFFD.",
    "The results contain undocumented parts, which were ignored: lane, retries.",
  ]);
});

test("no more than a thousand names are kept", () => {
  const oddities = new Oddities("The answer contains");
  for (let number = 0; number < 5_000; number++) oddities.unknown(`n${number}`);
  expect(oddities.remarks[0]).toMatch(/ and 990 more\.$/);
});
