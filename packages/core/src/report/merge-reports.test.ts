import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TimedOutError } from "../errors.ts";
import { exitCode } from "../gate/verdict.ts";
import { withFailure } from "./with-failure.ts";
import { type MergeSettings, mergeReports } from "./merge-reports.ts";
import type { Shard } from "./shard.ts";
import type { QuarantineEntry } from "../gate/quarantine.ts";
import type { RunReport } from "./report.ts";
import { anyReport, reportOf, runWith, runWithout } from "./reports.fixture.ts";
import { count, type TestRun } from "../results/test-run.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";

const settings: MergeSettings = {
  policy: { failOn: "failed", maxFailures: { count: 0 } },
  quarantine: [],
  history: [],
  allowMissing: false,
  warnings: [],
  reportDir: "/work/merged",
  givenReportDir: "merged",
  now: new Date("2026-11-22T10:00:00Z"),
};

/** A shard whose runs are its own: each has another reference than those of the others. */
function shard(name: string, ...runs: readonly RunReport[]): Shard {
  const own = runs.map((run, index) => (run.handle ? { ...run, handle: { ref: `apptest:${name}${index}` } } : run));
  return { kind: "report", name, runs: own, warnings: [] };
}

/** As a report is whose outputs could not be written. */
const untold = (...runs: readonly RunReport[]): readonly RunReport[] =>
  withFailure(reportOf(runs), new Error("outputs.env is full")).runs;

const lost = (name: string, ref?: string): Shard => ({
  kind: "missing",
  name,
  why: "has no results.json",
  runs: ref === undefined ? [] : [{ provider: "ats", name: "Nightly", handle: { ref } }],
});
const entry: QuarantineEntry = { case: "b", reason: "SHOP-12", until: "2026-12-31", place: "entry 1" };
const mixed = testRun([testCase("passed", "a"), testCase("failed", "b")]);

describe("merged shards", () => {
  test.for<{ what: string; shards: readonly Shard[]; more?: Partial<MergeSettings>; kind: string; code: number }>([
    {
      what: "all passed",
      shards: [shard("1", runWith(counted(2))), shard("2", runWith(counted(1)))],
      kind: "passed",
      code: 0,
    },
    {
      what: "one failed",
      shards: [shard("1", runWith(counted(2))), shard("2", runWith(counted(1, 1)))],
      kind: "failed",
      code: 1,
    },
    {
      what: "the worst counts",
      shards: [shard("1", runWith(counted(1, 1))), shard("2", runWithout(new TimedOutError(1)))],
      kind: "timed-out",
      code: 4,
    },
    {
      what: "one passed, and nobody could be told of it",
      shards: [shard("1", runWith(counted(2))), shard("2", ...untold(runWith(counted(1))))],
      kind: "provider-error",
      code: 3,
    },
    { what: "no shard", shards: [], kind: "failed", code: 1 },
    { what: "a shard without a run", shards: [shard("1")], kind: "provider-error", code: 3 },
    {
      what: "a shard without a run, beside one that passed",
      shards: [shard("1", runWith(counted(2))), shard("2")],
      kind: "provider-error",
      code: 3,
    },
    { what: "one missing", shards: [shard("1", runWith(counted(2))), lost("2")], kind: "provider-error", code: 3 },
    {
      what: "one missing, allowed",
      shards: [shard("1", runWith(counted(2))), lost("2")],
      more: { allowMissing: true },
      kind: "passed",
      code: 0,
    },
    {
      what: "one missing, allowed, one failed",
      shards: [shard("1", runWith(counted(2, 1))), lost("2")],
      more: { allowMissing: true },
      kind: "failed",
      code: 1,
    },
    {
      what: "all missing, allowed",
      shards: [lost("1"), lost("2")],
      more: { allowMissing: true },
      kind: "provider-error",
      code: 3,
    },
    {
      what: "all missing but one without a run, allowed",
      shards: [shard("1"), lost("2")],
      more: { allowMissing: true },
      kind: "provider-error",
      code: 3,
    },
    {
      what: "one untold, whose failure is worse where nothing is forgiven",
      shards: [shard("1", ...untold(runWith(counted(1, 1))))],
      kind: "provider-error",
      code: 3,
    },
    {
      what: "a failure that the policy here forgives",
      shards: [shard("1", runWith(counted(2, 1)))],
      more: { policy: { failOn: "never", maxFailures: { count: 0 } } },
      kind: "passed",
      code: 0,
    },
    {
      what: "a failure that only the shard forgave",
      shards: [shard("1", runWith(counted(2, 1), { verdict: { kind: "passed", reason: "", forgiven: 1 } }))],
      kind: "failed",
      code: 1,
    },
    {
      what: "an error, whatever the policy",
      shards: [shard("1", runWithout(new TimedOutError(1)))],
      more: { policy: { failOn: "never", maxFailures: { count: 9 } } },
      kind: "timed-out",
      code: 4,
    },
    {
      what: "a failure in quarantine here",
      shards: [shard("1", runWith(mixed))],
      more: { quarantine: [entry] },
      kind: "passed",
      code: 0,
    },
  ])("$what: $kind", ({ shards, more, kind, code }) => {
    const report = mergeReports(shards, { ...settings, ...more });
    expect([report.verdict.kind, report.exitCode]).toEqual([kind, code]);
  });

  test("keep runs with equal names apart, in the order given", () => {
    const report = mergeReports(
      [shard("1", runWith(counted(1)), runWith(counted(2))), shard("2", runWith(counted(3)))],
      settings,
    );
    expect(report.runs.map(({ end }) => end.kind === "results" && count([end.testRun]).total)).toEqual([1, 2, 3]);
  });

  test("that are missing say so, with what is known of their runs", () => {
    const report = mergeReports([lost("shards/2", "ats:SHOP/9"), lost("shards/3")], settings);
    expect(report.runs).toMatchObject([
      { provider: "ats", name: "Nightly", handle: { ref: "ats:SHOP/9" }, end: { error: { code: "shard-missing" } } },
      { provider: "remotest", name: "shards/3", handle: undefined, end: { error: { code: "shard-missing" } } },
    ]);
    expect(report.runs[0]?.verdict.reason).toBe("The shard shards/2 has no results.json.");
    expect(report.runs.map(({ end }) => end.kind === "no-results" && end.error.next)).toEqual([
      expect.stringContaining("attach command"),
      expect.stringContaining("--allow-missing"),
    ]);
  });

  const marked = { ...testCase("failed", "b"), quarantine: { reason: "old", until: "2020-01-01" } };
  const forgivenThere = (...cases: TestRun["suites"][number]["cases"]): Shard =>
    shard("1", runWith(testRun([testCase("passed", "a"), ...cases])));
  test.for<{ what: string; shards: readonly Shard[]; more?: Partial<MergeSettings>; wanted: readonly RegExp[] }>([
    { what: "nothing odd", shards: [shard("1", runWith(counted(1)))], wanted: [] },
    {
      what: "a missing shard that is allowed",
      shards: [shard("1", runWith(counted(1))), lost("2")],
      more: { allowMissing: true },
      wanted: [/^The shard 2 has no results\.json\.$/],
    },
    {
      what: "a run twice in one shard",
      shards: [{ kind: "report", name: "1", runs: [runWith(counted(1)), runWith(counted(1))], warnings: [] }],
      wanted: [/^apptest:251929 stands more than once in the shard 1/],
    },
    {
      what: "what a shard was warned of",
      shards: [
        {
          kind: "report",
          name: "s/1",
          runs: [runWith(counted(1))],
          warnings: ["--history: x", "--quarantine, entry 1, covers no test"],
        },
      ],
      wanted: [/^s\/1: --history: x$/],
    },
    {
      what: "marks of shards that count here",
      shards: [forgivenThere(marked)],
      wanted: [/^1 failure that a shard forgave counts here: give --quarantine/],
    },
    {
      what: "marks of shards, and a quarantine here",
      shards: [forgivenThere(marked)],
      more: { quarantine: [entry] },
      wanted: [],
    },
    {
      what: "an entry for a case of no shard",
      shards: [shard("1", runWith(mixed))],
      more: { quarantine: [{ ...entry, case: "c" }] },
      wanted: [/covers no test/],
    },
    {
      what: "an entry for a case of what is perhaps the missing shard",
      shards: [shard("1", runWith(mixed)), lost("2")],
      more: { quarantine: [{ ...entry, case: "c" }], allowMissing: true },
      wanted: [/The shard 2/],
    },
    {
      what: "an entry that expired",
      shards: [shard("1", runWith(mixed))],
      more: { quarantine: [{ ...entry, until: "2026-11-21" }] },
      wanted: [/expired/],
    },
  ])("warn of $what: $wanted", ({ shards, more, wanted }) => {
    const { warnings } = mergeReports(shards, { ...settings, ...more });
    expect(warnings).toHaveLength(wanted.length);
    for (const [index, pattern] of wanted.entries()) expect(warnings[index]).toMatch(pattern);
  });

  test("forgive by the quarantine given here alone, and show its reason", () => {
    const { runs } = mergeReports([forgivenThere(marked)], { ...settings, quarantine: [entry] });
    expect(runs[0]?.end).toMatchObject({
      testRun: { suites: [{ cases: [{}, { quarantine: { reason: "SHOP-12", until: "2026-12-31" } }] }] },
    });
  });
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
      what: "one that does not know",
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
      what: "two commits, what is missing allowed",
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
      what: "a copy, what is missing allowed",
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
      what: "a run of which two shards tell differently",
      shards: [of("1", one, run("a:1")), of("2", one, run("a:1", 1))],
      allowMissing: true,
      codes: ["run-in-two-shards"],
      code: 3,
    },
    {
      what: "a run that stands in a shard with more",
      shards: [of("1", one, run("a:1")), of("2", one, run("a:1"), run("a:2"))],
      codes: ["run-in-two-shards"],
      code: 3,
    },
    {
      what: "two that are alike and have no reference",
      shards: [of("1", one, refused), of("2", one, refused)],
      codes: ["timed-out", "timed-out"],
      code: 4,
    },
  ])("$what: $code $codes", ({ shards, allowMissing = false, codes, code }) => {
    const report = mergeReports(shards, { ...settings, allowMissing });
    expect(report.exitCode).toBe(code);
    expect(report.runs.flatMap(({ end }) => (end.kind === "no-results" ? [end.error.code] : []))).toEqual(codes);
  });

  test("are named, and the merged report tells a commit only where it is one", () => {
    const mixed = mergeReports([of("1", one, run("a:1")), of("2", two, run("a:2"))], settings);
    expect(mixed.verdict.reason).toBe(`The shards tell of different commits: ${one} (1), ${two} (2).`);
    expect(mixed).not.toHaveProperty("commit");
    expect(mergeReports([of("1", one, run("a:1")), of("2", undefined, run("a:2"))], settings)).toMatchObject({
      commit: one,
    });
    const copy = mergeReports([of("1", one, run("a:1")), of("2", one, run("a:1"))], settings);
    expect(copy.verdict.reason).toBe("The shard 2 is a copy of the shard 1.");
  });
});

describe("whatever the shards", () => {
  const shards = fc
    .array(
      fc.oneof(
        anyReport.map(({ runs }) => shard("s", ...runs)),
        fc.constant(lost("m")),
      ),
      { maxLength: 4 },
    )
    .map((all) => all.map((each, index) => (each.kind === "report" ? shard(`s${index}-`, ...each.runs) : each)));

  test("every test and every run of theirs is in the merged report, once", () => {
    fc.assert(
      fc.property(shards, (given) => {
        const { runs } = mergeReports(given, settings);
        const own = given.flatMap((each) => (each.kind === "report" ? each.runs : []));
        const tellNothing = given.filter(({ kind, runs }) => kind === "missing" || runs.length === 0);
        const total = (all: readonly RunReport[]): number =>
          count(all.flatMap(({ end }) => (end.kind === "results" ? [end.testRun] : []))).total;
        expect(total(runs)).toBe(total(own));
        expect(runs).toHaveLength(own.length + tellNothing.length);
      }),
    );
  });

  test("one more shard never makes the verdict better, once there is one", () => {
    fc.assert(
      fc.property(shards, anyReport, fc.boolean(), (given, more, allowMissing) => {
        fc.pre(given.some(({ kind, runs }) => kind === "report" && runs.length > 0));
        fc.pre(more.runs.length > 0);
        const before = mergeReports(given, { ...settings, allowMissing });
        const after = mergeReports([...given, shard("more", ...more.runs)], { ...settings, allowMissing });
        const severity = (code: number): number => [0, 1, 4, 3, 5, 143].indexOf(code);
        expect(severity(after.exitCode)).toBeGreaterThanOrEqual(severity(before.exitCode));
      }),
    );
  });

  test("nor one that shares runs with others, or is of another commit", () => {
    const loose = fc.array(
      anyReport.map(({ runs, commit }): Shard => ({ kind: "report", name: "s", runs, warnings: [], commit })),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(loose, fc.boolean(), fc.nat(), (given, allowMissing, at) => {
        const all = given.map((each, index) => ({ ...each, name: `${index}` }));
        const more = [...all, { ...(all[at % all.length] ?? lost("m")), name: "copy" }];
        fc.pre(given.every(({ runs }) => runs.length > 0));
        for (const last of [all, more]) {
          const before = mergeReports(last.slice(0, -1), { ...settings, allowMissing });
          const after = mergeReports(last, { ...settings, allowMissing });
          if (last.length > 1 && after.exitCode === 0) expect(before.exitCode).toBe(0);
        }
      }),
    );
  });

  test("a missing one is never a pass unless it is allowed, and a pass has a test", () => {
    fc.assert(
      fc.property(shards, fc.boolean(), (given, allowMissing) => {
        const report = mergeReports(given, { ...settings, allowMissing });
        expect(report.exitCode).toBe(exitCode(report.verdict));
        if (report.verdict.kind !== "passed") return;
        expect(allowMissing || !given.some(({ kind, runs }) => kind === "missing" || runs.length === 0)).toBe(true);
        for (const { end } of report.runs) expect(end.kind).toBe("results");
        expect(report.runs.length).toBeGreaterThan(0);
      }),
    );
  });
});
