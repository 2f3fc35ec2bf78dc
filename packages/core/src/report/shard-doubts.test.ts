import { describe, expect, test } from "vitest";
import { ProviderError, TimedOutError } from "../errors.ts";
import { mergeReports } from "./merge-reports.ts";
import type { Shard } from "./shard.ts";
import type { Origin, RunReport } from "./report.ts";
import { lostShard, mergeSettings as settings, runWith, runWithout } from "./reports.fixture.ts";
import { commonCommit, commonOrigin, doubts, withoutCopies } from "./shard-doubts.ts";
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
const missing = lostShard("m");
/** A shard that is missing although it is known to have started this run. */
const missingWith = (ref: string): Shard => lostShard("m", ref);
const refused = runWithout(new ProviderError({ code: "c", message: "no", next: "wait", retry: "never" }), {
  handle: undefined,
});

test("the commit of shards is that of the first one that knows it", () => {
  const shards = [missing, shard("1", [run("a:1")]), shard("2", [run("a:2")], "c0ffee1")];
  expect(commonCommit(shards)).toBe("c0ffee1");
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
    {
      title: "although another one contradicts that",
      shards: [first, shard("2", [run("a:1", 2)]), shard("3", [run("a:1")])],
      copies: { 2: "1" },
    },
    { title: "but is missing", shards: [first, missingWith("a:1")], copies: {} },
    { title: "that is missing", shards: [missingWith("a:1"), shard("2", [run("a:1")])], copies: {} },
    { title: "in none of it", shards: [first, shard("2", [run("a:3")])], copies: {} },
    { title: "but with other results", shards: [first, shard("2", [run("a:1", 2)])], copies: {} },
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

describe("the reasons not to judge shards together", () => {
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
    // The run that a missing shard started may be reported by another.
    expect(doubts([missingWith("a:1"), shard("2", [run("a:1")])], now)).toEqual([]);
    // A run that is twice in one shard is reported elsewhere.
    expect(doubts([shard("1", [run("a:1"), run("a:1")])], now)).toEqual([]);
  });

  test("different commits, each named with its first shard", () => {
    const shards = [shard("1", [], "aaaaaaa"), shard("2", [], "bbbbbbb"), shard("3", [], "bbbbbbb"), missing];
    expect(doubts(shards, now)).toEqual([
      doubt({
        code: "shards-of-different-commits",
        message: "The shards are of different commits: aaaaaaa (1), bbbbbbb (2).",
        next: "Merge the report directories of one commit; remove those that an earlier pipeline left.",
      }),
    ]);
    expect(commonCommit(shards)).toBeUndefined();
    expect(commonCommit([missing, shard("2", [], "bbbbbbb"), shard("3", [])])).toBe("bbbbbbb");
    expect(commonCommit([missing])).toBeUndefined();
  });

  test("a run in two shards, with the name of each shard once", () => {
    const shards = [shard("1", [run("a:1"), run("a:1")]), shard("2", [run("a:1", 2)]), shard("3", [run("a:2")])];
    expect(doubts(shards, now)).toEqual([
      doubt({
        code: "run-in-two-shards",
        message: "a:1 is in more than one shard: 1, 2.",
        next: "Give each run once; remove the report directories that an earlier job or attempt left.",
      }),
    ]);
  });
});

describe("the build that shards come from", () => {
  const of = (origin?: Origin): Shard => ({ ...shard("1", [run("a:1")]), ...(origin && { origin }) });
  const main: Origin = { system: "GitLab", branch: "main", build: "7", startedBy: "Ada" };
  test.for<{ given: string; shards: readonly Shard[]; wanted: Origin | undefined }>([
    { given: "the same", shards: [of(main), of({ ...main })], wanted: main },
    {
      given: "two builds of one branch",
      shards: [of(main), of({ ...main, build: "8" })],
      wanted: { system: "GitLab", branch: "main", startedBy: "Ada" },
    },
    { given: "one that knows less", shards: [of({ system: "GitLab", branch: "main" }), of(main)], wanted: main },
    { given: "some that do not know theirs", shards: [of(), missing, of(main)], wanted: main },
    { given: "two CI systems", shards: [of(main), of({ ...main, system: "Jenkins" })], wanted: undefined },
    { given: "none that knows its own", shards: [of(), missing], wanted: undefined },
  ])("$given", ({ shards, wanted }) => expect(commonOrigin(shards)).toStrictEqual(wanted));
});

describe("shards that do not belong together", () => {
  const [one, two] = ["a".repeat(40), "b".repeat(40)];
  const of = (name: string, commit: string | undefined, ...runs: readonly RunReport[]): Shard => ({
    kind: "report",
    name,
    runs,
    warnings: [],
    commit,
  });
  const run = (ref: string, failed = 0): RunReport => runWith(counted(2, failed), { handle: { ref } });
  const refused = runWithout(new TimedOutError(1), { handle: undefined });
  test.for<{
    what: string;
    shards: readonly Shard[];
    allowMissing?: boolean;
    codes: readonly string[];
    code: number;
  }>([
    { what: "one commit", shards: [of("1", one, run("a:1")), of("2", one, run("a:2"))], codes: [], code: 0 },
    {
      what: "one that does not know its commit",
      shards: [of("1", one, run("a:1")), of("2", undefined, run("a:2"))],
      codes: [],
      code: 0,
    },
    {
      what: "two commits",
      shards: [of("1", one, run("a:1")), of("2", two, run("a:2"))],
      codes: ["shards-of-different-commits"],
      code: 3,
    },
    {
      what: "two commits, missing shards allowed",
      shards: [of("1", one, run("a:1")), of("2", two, run("a:2"))],
      allowMissing: true,
      codes: ["shards-of-different-commits"],
      code: 3,
    },
    {
      what: "a copy",
      shards: [of("1", one, run("a:1")), of("2", one, run("a:1"))],
      codes: ["shard-missing"],
      code: 3,
    },
    {
      what: "a copy, missing shards allowed",
      shards: [of("1", one, run("a:1")), of("2", one, run("a:1"))],
      allowMissing: true,
      codes: [],
      code: 0,
    },
    {
      what: "a copy of one that failed",
      shards: [of("1", one, run("a:1", 1)), of("2", one, run("a:1", 1))],
      allowMissing: true,
      codes: [],
      code: 1,
    },
    {
      what: "a run with different results in two shards",
      shards: [of("1", one, run("a:1")), of("2", one, run("a:1", 1))],
      allowMissing: true,
      codes: ["run-in-two-shards"],
      code: 3,
    },
    {
      what: "a run that is also in a shard with more runs",
      shards: [of("1", one, run("a:1")), of("2", one, run("a:1"), run("a:2"))],
      codes: ["run-in-two-shards"],
      code: 3,
    },
    {
      what: "two that are equal and have no reference",
      shards: [of("1", one, refused), of("2", one, refused)],
      codes: ["timed-out", "timed-out"],
      code: 4,
    },
    {
      what: "one with runs of several commits, beside one that knows none",
      shards: [
        of("1", undefined, run("a:1"), { ...run("a:2"), commit: one }, { ...run("a:3"), commit: two }),
        of("2", undefined, run("a:4")),
      ],
      codes: [],
      code: 0,
    },
    {
      what: "a shard of one commit, and one with a run of another",
      shards: [of("1", one, run("a:1")), of("2", one, run("a:2"), { ...run("a:3"), commit: two })],
      codes: ["shards-of-different-commits"],
      code: 3,
    },
    {
      what: "a shard of one commit, and one that knows the commit of its run alone",
      shards: [of("1", one, run("a:1")), of("2", undefined, { ...run("a:2"), commit: two }, run("a:3"))],
      codes: ["shards-of-different-commits"],
      code: 3,
    },
    {
      what: "runs of two commits in the only shard",
      shards: [of("1", undefined, { ...run("a:1"), commit: one }, { ...run("a:2"), commit: two })],
      codes: [],
      code: 0,
    },
  ])("$what: $code $codes", ({ shards, allowMissing = false, codes, code }) => {
    const report = mergeReports(shards, { ...settings, allowMissing });
    expect(report.exitCode).toBe(code);
    expect(report.runs.flatMap(({ end }) => (end.kind === "no-results" ? [end.error.code] : []))).toEqual(codes);
  });

  test("are named, and the merged report has a commit only if all are of one", () => {
    const mixed = mergeReports([of("1", one, run("a:1")), of("2", two, run("a:2"))], settings);
    expect(mixed.verdict.reason).toBe(`The shards are of different commits: ${one} (1), ${two} (2).`);
    expect(mixed).not.toHaveProperty("commit");
    expect(mergeReports([of("1", one, run("a:1")), of("2", undefined, run("a:2"))], settings)).toMatchObject({
      commit: one,
    });
    const copy = mergeReports([of("1", one, run("a:1")), of("2", one, run("a:1"))], settings);
    expect(copy.verdict.reason).toBe("The shard 2 is a copy of the shard 1.");
  });
});
