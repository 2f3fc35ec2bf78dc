import { expect, test } from "vitest";
import { Oddities } from "./oddities.ts";

test("nothing odd is worth no remark", () => {
  const oddities = new Oddities("The answer holds");
  oddities.replaced(0);
  expect(oddities.remarks).toEqual([]);
});

test("each kind is one remark, each name is in it once", () => {
  const oddities = new Oddities("The results hold");
  for (const name of ["lane", "retries", "lane"]) oddities.unknown(name);
  for (const characters of [2, 1]) oddities.replaced(characters);
  expect(oddities.remarks).toEqual([
    "The results hold characters that no document may hold; 3 were replaced by \uFFFD.",
    "The results hold what is not documented, which was passed over: lane, retries.",
  ]);
});

test("no more than a thousand names are kept", () => {
  const oddities = new Oddities("The answer holds");
  for (let number = 0; number < 5_000; number++) oddities.unknown(`n${number}`);
  expect(oddities.remarks[0]).toMatch(/ and 990 more\.$/);
});
