import { expect, test } from "vitest";
import { wholeText } from "./reporter.ts";

test("the whole text of a file is its parts, one after the other", () => {
  const parts = function* parts(): Generator<string> {
    yield "a";
    yield "";
    yield "bc";
  };
  expect([wholeText("abc"), wholeText(parts()), wholeText([])]).toEqual(["abc", "abc", ""]);
});
