import { describe, expect, it } from "vitest";
import { attempt } from "../fixtures/build.ts";
import { messageLinesOf } from "./message-line.ts";

describe("the lines of a message", () => {
  it.each([
    ["Expected\n  - 3\n      + 4\n", ["0 Expected", "2 - 3", "6 + 4"]],
    ["    deep\n      deeper\n\n   \n    deep", ["0 deep", "2 deeper", "0 deep"]],
    ["\tone\n\t\ttwo", ["0 one", "2 two"]],
    ["", []],
    [" \n\t", []],
    ["a\n  ::error::b", ["0 a", "2 : :error::b"]],
  ])("of %j keep their indentation against each other", (message, lines) => {
    expect(messageLinesOf(attempt("failed", message)).map(({ text, depth }) => `${depth} ${text}`)).toEqual(lines);
  });
});
