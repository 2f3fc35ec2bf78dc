import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { count } from "../results/test-run.ts";
import { MalformedDocumentError } from "./document.ts";
import { mergeReports } from "./merge-reports.ts";
import { readReportDocument } from "./read-results-json.ts";
import type { Report, ReportedPlan, RunReport } from "./report.ts";
import { lostShard, mergeSettings as settings, reportOf, runWith } from "./reports.fixture.ts";
import { resultsText } from "./results-json.ts";
import type { Shard } from "./shard.ts";
import { missingOfPlan, planDoubts, wholePlan } from "./shards-of-plan.ts";

const hash = "ab".repeat(32);

function run(position: number): RunReport {
  const cases = [{ name: "Pay", outcome: "passed", links: [], earlierAttempts: [] }] as const;
  const testRun = { suites: [{ name: "Shop", cases }], conclusion: { kind: "passed" }, warnings: [] } as const;
  return runWith(testRun, { name: `run ${position}`, position, handle: { ref: `apptest:${position}` } });
}

/** A shard with the runs at these positions. */
function shard(number: number, positions: readonly number[], plan: Partial<ReportedPlan> = {}): Shard {
  const all = { hash, runs: 6, shard: { number, of: 3 }, ...plan };
  return { kind: "report", name: `shards/${number}`, runs: positions.map(run), warnings: [], plan: all };
}

const [one, two, three] = [shard(1, [0, 3]), shard(2, [5, 1]), shard(3, [2, 4])];

/** A shard with a run more, whose place in the plan is not known. */
function withStray(given: Shard): Shard {
  return { ...given, runs: [...given.runs, { ...run(0), name: "stray", position: undefined }] } as Shard;
}

function problemsOf({ runs }: Report): readonly string[] {
  return runs.flatMap(({ end }) => (end.kind === "no-results" ? [`${end.error.code}: ${end.error.message}`] : []));
}

describe("the shards of a plan", () => {
  it("make the report of the whole plan, in its order, whatever the order of the shards", () => {
    for (const given of [
      [one, two, three],
      [three, one, two],
    ]) {
      const { runs, plan, exitCode } = mergeReports(given, settings);
      expect(runs.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5].map((position) => `run ${position}`));
      expect(plan).toEqual({ hash, runs: 6 });
      expect(exitCode).toBe(0);
    }
  });

  it("are named if they are missing, and nothing is a pass then", () => {
    const report = mergeReports([two], settings);
    expect(problemsOf(report)).toEqual([
      "shard-missing: The shard 1/3 of the plan is missing.",
      "shard-missing: The shard 3/3 of the plan is missing.",
    ]);
    expect(report.exitCode).toBe(3);
    expect(report.plan).toBeUndefined();
  });

  it("are refused if they are of different runs of the pipeline, whatever their commit says", () => {
    const of = (build?: string): Shard[] => [
      shard(1, [0, 3], { build: "GitHub 41" }),
      shard(2, [5, 1], { build: "GitHub 41" }),
      shard(3, [2, 4], build === undefined ? {} : { build }),
    ];
    const refused = mergeReports(of("GitHub 40"), settings);
    expect(problemsOf(refused)).toEqual([
      "shards-of-different-builds: The shards are of different runs of the pipeline: GitHub 41 (shards/1), GitHub 40 (shards/3).",
    ]);
    expect(refused.exitCode).toBe(3);
    expect(mergeReports(of("GitHub 40"), { ...settings, allowMissing: true }).exitCode).toBe(3);
    // Each attempt at a job is of the same run; and one that was started by hand is of none.
    for (const build of ["GitHub 41", undefined]) expect(mergeReports(of(build), settings).exitCode).toBe(0);
    // All of them were left by an earlier run of the pipeline.
    for (const build of ["GitHub 41", "GitHub 42", "Jenkins 41"]) {
      const { exitCode, verdict } = mergeReports(of("GitHub 41"), { ...settings, build, allowMissing: true });
      expect([exitCode, verdict.reason]).toEqual(
        build === "GitHub 41"
          ? [0, expect.any(String)]
          : [3, `The shards are of the run GitHub 41 of the pipeline, and this job is of ${build}.`],
      );
    }
    const unknown = of(undefined).map((each) => ({
      ...each,
      plan: { ...("plan" in each && each.plan), build: undefined },
    }));
    expect(mergeReports(unknown as Shard[], { ...settings, build: "GitHub 42" }).exitCode).toBe(0);
  });

  it("are named if their directory has no results", () => {
    expect(problemsOf(mergeReports([one, two, lostShard("shards/3")], settings))).toContain(
      "shard-missing: The shard 3/3 of the plan is missing.",
    );
  });

  it("may be missing with --allow-missing, which is a warning", () => {
    const { exitCode, warnings, plan } = mergeReports([one, three], { ...settings, allowMissing: true });
    expect(exitCode).toBe(0);
    expect(warnings).toContain("The shard 2/3 of the plan is missing.");
    expect(plan).toBeUndefined();
  });

  it("are refused if they are of different plans, with both named, even with --allow-missing", () => {
    const other = shard(3, [2, 4], { hash: "cd".repeat(32) });
    const report = mergeReports([one, two, other], { ...settings, allowMissing: true });
    expect(problemsOf(report)).toEqual([
      "shards-of-different-plans: The shards are of different plans: abababababab, 6 runs in 3 shards (shards/1); cdcdcdcdcdcd, 6 runs in 3 shards (shards/3).",
    ]);
    expect(report.exitCode).toBe(3);
  });

  it.each([
    ["split into another number of shards", { shard: { number: 3, of: 4 } }],
    ["the whole plan", { shard: undefined }],
    ["of another number of runs", { runs: 7 }],
  ])("are refused beside one that is %s", (_, plan) => {
    expect(problemsOf(mergeReports([one, two, shard(3, [2, 4], plan)], settings)).join()).toContain(
      "shards-of-different-plans",
    );
  });

  it("are refused if a job split the plan in another way", () => {
    const report = mergeReports([one, two, shard(3, [2, 3])], { ...settings, allowMissing: true });
    expect(problemsOf(report).map((problem) => problem.replace(/:.*/, ""))).toEqual(
      expect.arrayContaining(["plan-run-in-two-shards", "plan-run-in-no-shard"]),
    );
    expect(problemsOf(report).join()).toContain("run 3 of the plan is in more than one shard: shards/1, shards/3.");
    expect(problemsOf(report).join()).toContain("1 of the plan's 6 runs is in no shard.");
    expect(report.exitCode).toBe(3);
  });

  it("may be empty if there are more of them than runs; that one need not be given", () => {
    const small = { runs: 1 };
    const [only, empty] = [shard(1, [0], small), shard(2, [], small)];
    for (const given of [[only, empty], [only]]) expect(mergeReports(given, settings).exitCode).toBe(0);
    expect(problemsOf(mergeReports([empty], settings))).toEqual([
      "shard-missing: The shard 1/3 of the plan is missing.",
    ]);
    expect(problemsOf(mergeReports([one, shard(2, []), three], settings)).join()).toContain("without any run");
  });

  it("never pass unless every run of the plan is there", () => {
    const given = fc.record({
      of: fc.integer({ min: 1, max: 5 }),
      places: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 }),
      left: fc.nat({ max: 5 }),
    });
    fc.assert(
      fc.property(given, ({ of, places, left }) => {
        const all = Array.from({ length: of }, (_, index) => {
          const own = [...places.keys()].filter((run) => (places[run] ?? 0) % of === index);
          return shard(index + 1, own, { runs: places.length, shard: { number: index + 1, of } });
        }).filter(({ runs }) => runs.length > 0);
        const some = all.filter((_, index) => index + 1 !== left);
        const report = mergeReports(some, settings);
        const tests = count(report.runs.flatMap(({ end }) => (end.kind === "results" ? [end.testRun] : []))).total;
        expect(report.exitCode === 0).toBe(tests === places.length);
      }),
    );
  });
});

describe("the whole plan", () => {
  it("is there if all of its runs are, beside a directory without results", () => {
    expect(wholePlan([one, two, three, lostShard("shards/3 of yesterday")])).toEqual({ hash, runs: 6 });
  });

  it("is not there beside a report of other runs, in any order", () => {
    const other = { ...three, name: "other", runs: [], plan: undefined } as Shard;
    expect(wholePlan([one, two, three, other])).toBeUndefined();
    expect(wholePlan([other, one, two, three])).toBeUndefined();
  });

  it("is not completed by a run whose place is not known, and such runs are not one run", () => {
    const of = { runs: 5 };
    const given = [withStray(shard(1, [0, 3], of)), shard(2, [1, 2], of)];
    expect(missingOfPlan(given)).toEqual([{ kind: "missing", name: "3/3", why: "of the plan is missing", runs: [] }]);
    expect(wholePlan(given)).toBeUndefined();
    expect(planDoubts([withStray(one), withStray(two), three])).toEqual([]);
  });

  it("may be merged with others, whose order stays", () => {
    const whole = (positions: readonly number[], plan: string): Shard =>
      shard(1, positions, { hash: plan, shard: undefined });
    const { runs } = mergeReports([whole([5, 1], hash), whole([4, 0], "cd".repeat(32))], settings);
    expect(runs.map(({ name }) => name)).toEqual(["run 5", "run 1", "run 4", "run 0"]);
  });

  it("has no missing shards if the given ones are of different plans", () => {
    expect(missingOfPlan([one, shard(2, [5, 1], { runs: 7 })])).toEqual([]);
  });
});

describe("a doubt about the shards of a plan", () => {
  const sameWay = "give every shard the same --history or --history-dir, so that all split the plan in the same way.";
  const built = (number: number, build: string): Shard => shard(number, [number], { build });
  it.each<{ given: readonly Shard[]; code: string; message: string; next: string }>([
    {
      given: [shard(1, [0], { runs: 1 }), shard(1, [0], { runs: 1, shard: undefined })],
      code: "shards-of-different-plans",
      message:
        "The shards are of different plans: abababababab, 1 run in 3 shards (shards/1); abababababab, 1 run in one piece (shards/1).",
      next: "Merge the report directories of one plan, of which every job started a part with the same plan file, --run and number of shards.",
    },
    {
      given: [built(1, "GitHub 41"), built(2, "GitHub 40")],
      code: "shards-of-different-builds",
      message: "The shards are of different runs of the pipeline: GitHub 41 (shards/1), GitHub 40 (shards/2).",
      next: "Merge the report directories of one run of the pipeline; remove those that an earlier one left.",
    },
    {
      given: [built(1, "GitHub 41"), built(2, "GitHub 41")],
      code: "shards-of-another-build",
      message: "The shards are of the run GitHub 41 of the pipeline, and this job is of GitHub 42.",
      next: "Remove the report directories that an earlier run left; or set --allow-other-build, if this run of the pipeline came back to their runs.",
    },
    {
      given: [one, shard(2, [0, 5])],
      code: "plan-run-in-two-shards",
      message: "run 0 of the plan is in more than one shard: shards/1, shards/2.",
      next: `Remove the report directories that an earlier job or attempt left, and ${sameWay}`,
    },
    {
      given: [shard(1, [0, 3, 4]), shard(2, [4, 0, 3])],
      code: "plan-run-in-two-shards",
      message: "run 0 of the plan is in more than one shard: shards/1, shards/2. So are 2 more.",
      next: `Remove the report directories that an earlier job or attempt left, and ${sameWay}`,
    },
    {
      given: [one, two, shard(3, [2])],
      code: "plan-run-in-no-shard",
      message: "1 of the plan's 6 runs is in no shard.",
      next: `Run the jobs again, and ${sameWay}`,
    },
    {
      given: [one, shard(2, [1]), shard(3, [2])],
      code: "plan-run-in-no-shard",
      message: "2 of the plan's 6 runs are in no shard.",
      next: `Run the jobs again, and ${sameWay}`,
    },
  ])("says what to do: $message", ({ given, ...said }) => {
    expect(planDoubts(given, "GitHub 42")).toMatchObject([{ ...said, retry: "never" }]);
  });
});

describe("the plan in results.json", () => {
  const plan = { hash, runs: 6, shard: { number: 2, of: 3 } };

  it("is read back, with the place of each run", () => {
    const stored = readReportDocument(resultsText(reportOf([run(5), run(1)], { plan })));
    expect(stored.plan).toEqual(plan);
    expect(stored.runs.map(({ position }) => position)).toEqual([5, 1]);
  });

  it("is not believed if a run is beyond its end", () => {
    const text = resultsText(reportOf([run(6)], { plan }));
    expect(() => readReportDocument(text)).toThrow(
      new MalformedDocumentError("runs[0].position must be less than plan.runs."),
    );
  });

  it("makes a pass of a report without runs only if the shard must be empty", () => {
    const empty = (runs: number, number: number): string =>
      resultsText(
        reportOf([], {
          plan: { hash, runs, shard: { number, of: 3 } },
          verdict: { kind: "passed", reason: "", forgiven: 0 },
          exitCode: 0,
        }),
      );
    expect(readReportDocument(empty(2, 3)).verdict).toMatchObject({
      kind: "passed",
      reason: "Shard 3/3 has no run, because the plan has only 2 runs.",
    });
    expect(() => readReportDocument(empty(3, 3))).toThrow(MalformedDocumentError);
    expect(() => readReportDocument(empty(0, 1))).toThrow(MalformedDocumentError);
  });
});
