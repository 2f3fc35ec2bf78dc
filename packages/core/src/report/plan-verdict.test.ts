import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InterruptedError, ProviderError, TimedOutError } from "../errors.ts";
import { exitCode } from "../gate/verdict.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { nonBlockingWarnings, verdictOfRuns } from "./plan-verdict.ts";
import type { ReportedPlan, RunReport } from "./report.ts";
import { runWith, runWithout } from "./reports.fixture.ts";

const down = new ProviderError({ code: "down", message: "It is down.", next: "Wait.", retry: "later" });
const passed = runWith(counted(3));
const failed = runWith(counted(2, 1));
const ignored = (run: RunReport, name = "nightly"): RunReport => ({ ...run, name, blocking: false });

const ofTwo: ReportedPlan = { hash: "h", runs: 2, shard: { number: 1, of: 2 } };

describe("the verdict on a plan", () => {
  test.for<{ given: string; runs: readonly RunReport[]; plan?: ReportedPlan; code: number; reason?: string }>([
    { given: "a run that may stop the pipeline fails", runs: [ignored(passed), failed], code: 1 },
    {
      given: "another one fails",
      runs: [passed, ignored(failed)],
      code: 0,
      reason: "3 tests passed; 1 run that may not stop the pipeline did not pass.",
    },
    {
      given: "another one fails, and a part of a percent is forgiven",
      runs: [
        { ...passed, verdict: { kind: "passed", reason: "Forgiven by --max-failures 0.5%.", forgiven: 1 } },
        ignored(failed),
      ],
      code: 0,
      reason: "Forgiven by --max-failures 0.5%; 1 run that may not stop the pipeline did not pass.",
    },
    { given: "it has no results", runs: [passed, ignored(runWithout(down))], code: 0 },
    { given: "it timed out", runs: [passed, ignored(runWithout(new TimedOutError(1000)))], code: 0 },
    {
      given: "only such runs fail",
      runs: [ignored(failed), ignored(runWithout(down))],
      code: 0,
      reason: "No run of this plan may stop the pipeline; 2 runs that may not stop the pipeline did not pass.",
    },
    {
      given: "only such runs are there, and none brings results",
      runs: [ignored(runWithout(down)), ignored(runWithout(down))],
      code: 0,
      reason:
        "No run of this plan may stop the pipeline, and none of them brought results; 2 runs that may not stop the pipeline did not pass.",
    },
    {
      given: "only such runs are in a shard of the plan",
      runs: [ignored(failed)],
      plan: { hash: "ab".repeat(32), runs: 3, shard: { number: 1, of: 3 } },
      code: 0,
      reason: "No run of this shard may stop the pipeline; 1 run that may not stop the pipeline did not pass.",
    },
    {
      given: "the process is stopped",
      runs: [passed, ignored(runWithout(new InterruptedError("SIGTERM")))],
      code: 143,
    },
    { given: "there is no run", runs: [], code: 1 },
    { given: "all pass", runs: [passed, ignored(passed)], code: 0, reason: "3 tests passed." },
  ])("when $given: exit $code", ({ runs, plan, code, reason }) => {
    const verdict = verdictOfRuns(runs, plan);
    expect(exitCode(verdict)).toBe(code);
    if (reason !== undefined) expect(verdict.reason).toBe(reason);
  });

  test.for<{ given: string; plan: ReportedPlan; reason: string; code: number }>([
    {
      given: "comes after all runs of its plan",
      plan: { ...ofTwo, shard: { number: 3, of: 4 } },
      reason: "Shard 3/4 has no run, because the plan has only 2 runs.",
      code: 0,
    },
    {
      given: "comes after the only run of its plan",
      plan: { ...ofTwo, runs: 1, shard: { number: 2, of: 2 } },
      reason: "Shard 2/2 has no run, because the plan has only 1 run.",
      code: 0,
    },
    { given: "should have one", plan: { ...ofTwo, shard: { number: 2, of: 4 } }, reason: "Nothing was run.", code: 1 },
    {
      given: "is not in the plan",
      plan: { ...ofTwo, shard: { number: 5, of: 4 } },
      reason: "Nothing was run.",
      code: 1,
    },
    { given: "has a plan without runs", plan: { ...ofTwo, runs: 0 }, reason: "Nothing was run.", code: 1 },
    { given: "is the whole plan", plan: { ...ofTwo, shard: undefined }, reason: "Nothing was run.", code: 1 },
  ])("of a shard without a run that $given: exit $code", ({ plan, reason, code }) => {
    const verdict = verdictOfRuns([], plan);
    expect([verdict.reason, exitCode(verdict)]).toEqual([reason, code]);
    expect(verdictOfRuns([failed], plan)).toBe(failed.verdict);
  });

  test("counts the tests that stopped nothing as forgiven", () => {
    expect(verdictOfRuns([passed, ignored(runWith(counted(1, 2, 3)))])).toMatchObject({ kind: "passed", forgiven: 5 });
  });

  test("comes with a warning for each run that did not pass and stopped nothing", () => {
    expect(nonBlockingWarnings([failed, ignored(failed), ignored(passed)])).toEqual([
      "nightly does not stop the pipeline (blocking: false), but did not pass: 1 failed of 3 tests.",
    ]);
  });

  test("never gets better if a run may stop the pipeline after all", () => {
    const ends = [
      passed,
      failed,
      runWithout(down),
      runWithout(new TimedOutError(1)),
      runWithout(new InterruptedError("SIGINT")),
    ];
    const runs = fc.array(fc.record({ run: fc.constantFrom(...ends), blocking: fc.boolean() }), { minLength: 1 });
    const weight = (given: readonly RunReport[]): number => exitCode(verdictOfRuns(given));
    fc.assert(
      fc.property(runs, fc.nat(), (given, at) => {
        const plan = given.map(({ run, blocking }) => ({ ...run, blocking }));
        const stricter = plan.map((run, index) => (index === at % plan.length ? { ...run, blocking: true } : run));
        if (weight(plan) !== 0) expect(weight(stricter)).not.toBe(0);
      }),
    );
  });
});
