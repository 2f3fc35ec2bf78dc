import { worded } from "@remotest/core";
import { commandNames } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { readShardNumber } from "./shard-option.ts";

describe("--shard", () => {
  it.each([
    ["1/1", { number: 1, of: 1 }],
    ["2/4", { number: 2, of: 4 }],
    [" 4/4 ", { number: 4, of: 4 }],
    ["256/256", { number: 256, of: 256 }],
  ])("%j is a shard", (text, shard) => {
    expect(readShardNumber(text)).toEqual(shard);
  });

  it.each([
    ["a", /must be a shard such as 2\/4; got "a"/],
    ["", /must be a shard/],
    ["2", /must be a shard/],
    ["2/4/8", /must be a shard/],
    ["-1/4", /must be a shard/],
    ["1.5/4", /must be a shard/],
    ["0/3", /is counted from 1; got "0\/3"/],
    ["0/0", /is counted from 1/],
    ["1/0", /must not be more than the number of shards, 0/],
    ["4/3", /must not be more than the number of shards, 3; got "4\/3"/],
    ["1/257", /at most 256 shards/],
  ])("%j is refused, with the next step", (text, says) => {
    const problem = readShardNumber(text);
    if (!("message" in problem)) throw new Error(`${text} was accepted`);
    expect(worded(problem.message, commandNames)).toMatch(/^--shard /);
    expect(worded(problem.message, commandNames)).toMatch(says);
    expect(problem.suggestion).toContain("the second of four is 2/4");
  });
});
