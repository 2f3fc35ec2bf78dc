import { describe, expect, test } from "vitest";
import { ProviderError } from "../errors.ts";
import type { Shard } from "./shard.ts";
import type { RunReport } from "./report.ts";
import { runWith, runWithout } from "./reports.fixture.ts";
import { commonCommit, doubts, withoutCopies } from "./shard-doubts.ts";
import { counted } from "../results/test-runs.fixture.ts";

const now = new Date("2026-11-29T10:00:00Z");
const run = (ref: string | undefined, passed = 1): RunReport =>
  runWith(counted(passed), { handle: ref === undefined ? undefined : { ref } });
const shard = (name: string, runs: readonly RunReport[], commit?: string): Shard => ({
  kind: "report",
  name,
  runs,
  warnings: [],
  commit,
});
const missing: Shard = { kind: "missing", name: "m", why: "has no results.json", runs: [] };
const refused = runWithout(new ProviderError({ code: "c", message: "no", next: "wait", retry: "never" }), {
  handle: undefined,
});

describe("a shard that repeats another", () => {
  const first = shard("1", [run("a:1"), run("a:2")]);
  test.for<{ title: string; shards: readonly Shard[]; copies: Record<number, string> }>([
    { title: "all of it", shards: [first, shard("2", [run("a:1"), run("a:2")])], copies: { 1: "1" } },
    { title: "a part of it", shards: [first, shard("2", [run("a:1")])], copies: { 1: "1" } },
    { title: "a part that is not its first", shards: [first, shard("2", [run("a:2")])], copies: { 1: "1" } },
    { title: "behind a missing one", shards: [missing, first, shard("3", [run("a:1")])], copies: { 2: "1" } },
    { title: "twice", shards: [first, shard("2", [run("a:1")]), shard("3", [run("a:1")])], copies: { 1: "1", 2: "1" } },
    {
      title: "with other files",
      shards: [first, shard("2", [{ ...run("a:1"), attachments: [{ title: "t", file: "provider/2-a.xml" }] }])],
      copies: { 1: "1" },
    },
    { title: "in none of it", shards: [first, shard("2", [run("a:3")])], copies: {} },
    { title: "but tells otherwise", shards: [first, shard("2", [run("a:1", 2)])], copies: {} },
    { title: "and more", shards: [first, shard("2", [run("a:1"), run("a:3")])], copies: {} },
    { title: "in nothing that has a reference", shards: [shard("1", [refused]), shard("2", [refused])], copies: {} },
  ])("$title", ({ shards, copies }) => {
    const counted = withoutCopies(shards);
    for (const [index, each] of counted.entries()) {
      const original = copies[index];
      const copy = { kind: "missing", name: shards[index]?.name, why: `is a copy of the shard ${original}`, runs: [] };
      if (original === undefined) expect(each).toBe(shards[index]);
      else expect(each).toEqual(copy);
    }
  });
});

describe("what speaks against judging shards together", () => {
  const doubt = (error: { code: string; message: string; next: string }): object => {
    const whole = new ProviderError({ ...error, retry: "never" });
    return {
      provider: "remotest",
      name: "merge",
      handle: undefined,
      startedAt: now,
      endedAt: now,
      end: { kind: "no-results", error: whole },
      verdict: { kind: "provider-error", reason: error.message, error: whole },
      attachments: [],
    };
  };

  test("nothing", () => {
    expect(doubts([shard("1", [run("a:1")], "aaaaaaa"), missing, shard("2", [run("a:2")], "aaaaaaa")], now)).toEqual(
      [],
    );
    expect(doubts([shard("1", [run("a:1")], "aaaaaaa"), shard("2", [run(undefined)])], now)).toEqual([]);
    // One that counts a run twice is told of elsewhere.
    expect(doubts([shard("1", [run("a:1"), run("a:1")])], now)).toEqual([]);
  });

  test("different commits, each named with the first shard that tells it", () => {
    const shards = [shard("1", [], "aaaaaaa"), shard("2", [], "bbbbbbb"), shard("3", [], "bbbbbbb"), missing];
    expect(doubts(shards, now)).toEqual([
      doubt({
        code: "shards-of-different-commits",
        message: "The shards tell of different commits: aaaaaaa (1), bbbbbbb (2).",
        next: "Merge the report directories of one commit; remove those that an earlier pipeline left.",
      }),
    ]);
    expect(commonCommit(shards)).toBeUndefined();
    expect(commonCommit([missing, shard("2", [], "bbbbbbb"), shard("3", [])])).toBe("bbbbbbb");
    expect(commonCommit([missing])).toBeUndefined();
  });

  test("a run in two shards, named with each of them once", () => {
    const shards = [shard("1", [run("a:1"), run("a:1")]), shard("2", [run("a:1", 2)]), shard("3", [run("a:2")])];
    expect(doubts(shards, now)).toEqual([
      doubt({
        code: "run-in-two-shards",
        message: "a:1 stands in more than one shard: 1, 2.",
        next: "Give each run once; remove the report directories that an earlier job or attempt left.",
      }),
    ]);
  });
});
