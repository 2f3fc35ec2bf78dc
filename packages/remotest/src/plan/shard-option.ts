import type { Problem } from "@remotest/core";
import { mostShards } from "./split.ts";

/** One of the jobs that share a plan. */
export interface ShardNumber {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/**
 * Reads the value of `--shard`.
 * @example readShardNumber("2/4") // { number: 2, of: 4 }
 */
export function readShardNumber(text: string): ShardNumber | Problem {
  const [, number, of] = /^(\d{1,9})\/(\d{1,9})$/.exec(text.trim())?.map(Number) ?? [];
  const suggestion = "Write the number of this shard, a slash, and how many there are: the second of four is 2/4.";
  const refused = (why: string): Problem => ({
    message: ({ optionOrVariable }) => `${optionOrVariable("remotest", "shard")} ${why}; got ${JSON.stringify(text)}.`,
    suggestion,
  });
  if (number === undefined || of === undefined) return refused("must be a shard such as 2/4");
  if (number < 1) return refused("is counted from 1");
  if (number > of) return refused(`must not be more than the number of shards, ${of}`);
  return of > mostShards ? refused(`can be one of at most ${mostShards} shards`) : { number, of };
}
