import { describe, expect, test } from "vitest";
import { TimedOutError } from "../errors.ts";
import { withFailure } from "./with-failure.ts";
import { type MergeSettings, mergeReports } from "./merge-reports.ts";
import type { Shard } from "./shard.ts";
import type { QuarantineEntry } from "../gate/quarantine.ts";
import type { RunReport } from "./report.ts";
import {
  lostShard as lost,
  mergeSettings as settings,
  reportOf,
  runWith,
  runWithout,
  shardOf as shard,
} from "./reports.fixture.ts";
import { allWarnings, count, type TestRun } from "../results/test-run.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";

/** Returns the runs of a report whose outputs could not be written. */
const untold = (...runs: readonly RunReport[]): readonly RunReport[] =>
  withFailure(reportOf(runs), new Error("outputs.env is full")).runs;

const entry: QuarantineEntry = { case: "b", reason: "SHOP-12", until: "2026-12-31", place: "entry 1" };
const mixed = testRun([testCase("passed", "a"), testCase("failed", "b")]);

describe("merged shards", () => {
  test.for([
    { title: "none of them does", lacks: [undefined, false], wanted: undefined },
    { title: "one of them does", lacks: [undefined, true], wanted: true },
    { title: "all of them do", lacks: [true, true], wanted: true },
  ])("have runs of a shard beside others if $title", ({ lacks, wanted }) => {
    const shards = lacks.map(
      (lacksShards, index) => ({ ...shard(`${index}`, runWith(counted(1))), lacksShards }) as Shard,
    );
    expect(mergeReports([...shards, lost("m")], settings).lacksShards).toBe(wanted);
  });

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
      what: "one passed, but could not be reported",
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
    {
      what: "one missing but allowed, beside a run that may not stop the pipeline and failed",
      shards: [shard("1", runWith(counted(1, 1), { blocking: false })), lost("2")],
      more: { allowMissing: true },
      kind: "provider-error",
      code: 3,
    },
    {
      what: "one missing but allowed, beside a run that may not stop the pipeline and has no results",
      shards: [shard("1", runWithout(new TimedOutError(1), { blocking: false })), lost("2")],
      more: { allowMissing: true },
      kind: "provider-error",
      code: 3,
    },
    {
      what: "one missing but allowed, of whose run only the reference is known, beside one that may not stop the pipeline",
      shards: [shard("1", runWith(counted(2), { blocking: false })), lost("2", "ats:SHOP/9")],
      more: { allowMissing: true },
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
      what: "one not reported, whose failure is worse if nothing is forgiven",
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

  test("that are missing say so, with the known runs", () => {
    const report = mergeReports([lost("shards/2", "ats:SHOP/9"), lost("shards/3")], settings);
    expect(report.runs).toMatchObject([
      { provider: "ats", name: "Nightly", handle: { ref: "ats:SHOP/9" }, end: { error: { code: "shard-missing" } } },
      { provider: "remotest", name: "shards/3", handle: undefined, end: { error: { code: "shard-missing" } } },
    ]);
    expect(report.runs[0]?.verdict.reason).toBe("The shard shards/2 has no results.json.");
    expect(report.runs.map(({ end }) => end.kind === "no-results" && end.error.next)).toEqual([
      expect.stringContaining("attach command"),
      expect.stringContaining("even if the job fails."),
    ]);
  });

  test.each([
    { others: "another has a report", given: [shard("1", runWith(counted(1))), lost("2")], advised: true },
    { others: "none has a report", given: [lost("1"), lost("2")], advised: false },
  ])("advise --allow-missing only where it helps: $others", ({ given, advised }) => {
    const next = mergeReports(given, settings).runs.map(({ end }) => end.kind === "no-results" && end.error.next);
    expect(next.join(" ").includes("--allow-missing")).toBe(advised);
  });

  test("without a run say so; whether one was started is not known, nor when", () => {
    const [run] = mergeReports([shard("1")], settings).runs;
    expect(run).toMatchObject({
      name: "1",
      mayHaveStarted: true,
      startedAt: settings.now,
      endedAt: settings.now,
      attachments: [],
      end: { kind: "no-results", error: { retry: "never" } },
      verdict: { reason: "The shard 1 has a report without any run." },
    });
    expect(mergeReports([lost("2", "ats:SHOP/9")], settings).runs[0]).not.toHaveProperty("mayHaveStarted");
  });

  test("say which build they come from if it is the same for all", () => {
    const origin = { system: "GitLab", branch: "main" };
    const of = (branch: string): Shard =>
      Object.assign(shard(branch, runWith(counted(1))), { origin: { ...origin, branch } });
    expect(mergeReports([of("main")], settings).origin).toEqual(origin);
    expect(mergeReports([shard("1", runWith(counted(1)))], settings)).not.toHaveProperty("origin");
  });

  const marked = { ...testCase("failed", "b"), quarantine: { reason: "old", until: "2020-01-01" } };
  const forgivenThere = (...cases: TestRun["suites"][number]["cases"]): Shard =>
    shard("1", runWith(testRun([testCase("passed", "a"), ...cases])));
  test.for<{ what: string; shards: readonly Shard[]; more?: Partial<MergeSettings>; wanted: readonly RegExp[] }>([
    { what: "nothing unusual", shards: [shard("1", runWith(counted(1)))], wanted: [] },
    {
      what: "a missing shard that is allowed",
      shards: [shard("1", runWith(counted(1))), lost("2")],
      more: { allowMissing: true },
      wanted: [/^The shard 2 has no results\.json\.$/],
    },
    {
      what: "a shard without a run that may be missing",
      shards: [shard("1", runWith(counted(1))), shard("2")],
      more: { allowMissing: true },
      wanted: [/^The shard 2 has a report without any run\.$/],
    },
    {
      what: "a run twice in one shard",
      shards: [{ kind: "report", name: "1", runs: [runWith(counted(1)), runWith(counted(1))], warnings: [] }],
      wanted: [/^apptest:251929 is more than once in the shard 1/],
    },
    {
      what: "nothing if it is a missing shard that names a run twice: no test of it counts",
      shards: [shard("1", runWith(counted(1))), lost("2", "ats:7", "ats:7")],
      wanted: [],
    },
    {
      what: "the warnings of a shard",
      shards: [
        {
          kind: "report",
          name: "s/1",
          runs: [runWith(counted(1))],
          warnings: ["--history: x", "--quarantine is the first word of a run's name"],
        },
      ],
      wanted: [/^s\/1: --history: x$/, /^s\/1: --quarantine is the first word/],
    },
    {
      what: "marks of shards that count here",
      shards: [forgivenThere(marked)],
      wanted: [/^1 failure that a shard forgave counts here: pass --quarantine/],
    },
    {
      what: "several marks of shards that count here, beside a run without results",
      shards: [forgivenThere(marked, { ...marked, name: "c" }), shard("2", runWithout(new TimedOutError(1)))],
      wanted: [/^2 failures that shards forgave count here: pass --quarantine/],
    },
    {
      what: "marks of a shard, beside a missing one",
      shards: [forgivenThere(marked), lost("2")],
      wanted: [/^1 failure that a shard forgave counts here/],
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
      what: "an entry for a case that may be in the missing shard",
      shards: [shard("1", runWith(mixed)), lost("2")],
      more: { quarantine: [{ ...entry, case: "c" }], allowMissing: true },
      wanted: [/The shard 2/],
    },
    {
      what: "an entry for a case of no shard, although one might have been missing",
      shards: [shard("1", runWith(mixed))],
      more: { quarantine: [{ ...entry, case: "c" }], allowMissing: true },
      wanted: [/covers no test/],
    },
    {
      what: "an entry for a case that may be in a run without results",
      shards: [shard("1", runWith(mixed), runWithout(new TimedOutError(1)))],
      more: { quarantine: [{ ...entry, case: "c" }] },
      wanted: [],
    },
    {
      what: "an entry that expired",
      shards: [shard("1", runWith(mixed))],
      more: { quarantine: [{ ...entry, until: "2026-11-21" }] },
      wanted: [/expired/],
    },
  ])("warn of $what: $wanted", ({ shards, more, wanted }) => {
    const warnings = allWarnings(mergeReports(shards, { ...settings, ...more }));
    expect(warnings).toHaveLength(wanted.length);
    for (const [index, pattern] of wanted.entries()) expect(warnings[index]).toMatch(pattern);
  });

  test("forgive only by the quarantine given here, and show its reason", () => {
    const { runs } = mergeReports([forgivenThere(marked)], { ...settings, quarantine: [entry] });
    expect(runs[0]?.end).toMatchObject({
      testRun: { suites: [{ cases: [{}, { quarantine: { reason: "SHOP-12", until: "2026-12-31" } }] }] },
    });
  });
});
