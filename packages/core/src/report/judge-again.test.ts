import { expect, test } from "vitest";
import { TimedOutError } from "../errors.ts";
import { withFailure } from "./with-failure.ts";
import { judgeAgain } from "./judge-again.ts";
import type { RunReport } from "./report.ts";
import { reportOf, runWith, runWithout } from "./reports.fixture.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";

const strict = {
  policy: { failOn: "failed", maxFailures: { count: 0 } },
  quarantine: [],
  today: "2026-11-29",
} as const;
const forgiven: RunReport = runWith(counted(2, 1), { verdict: { kind: "passed", reason: "forgiven", forgiven: 1 } });
const untold = (run: RunReport): RunReport => withFailure(reportOf([run]), new Error("full")).runs[0] ?? run;

test.for<{ title: string; run: RunReport; judgement?: object; kind: string; reason: string }>([
  { title: "a pass", run: runWith(counted(2)), kind: "passed", reason: "2 tests passed." },
  { title: "a failure", run: runWith(counted(1, 1)), kind: "failed", reason: "1 failed of 2 tests." },
  { title: "a failure forgiven there", run: forgiven, kind: "failed", reason: "1 failed of 3 tests." },
  {
    title: "a failure forgiven here",
    run: runWith(testRun([testCase("passed", "a"), testCase("failed", "b")])),
    judgement: { quarantine: [{ case: "b", reason: "SHOP-1", until: "2026-12-31", place: "entry 1" }] },
    kind: "passed",
    reason: "1 failed of 2 tests; forgiven by --quarantine.",
  },
  {
    title: "a pass that could not be reported",
    run: untold(runWith(counted(2))),
    kind: "provider-error",
    reason: "Something unexpected went wrong: full",
  },
  {
    title: "a failure that could not be reported",
    run: untold(runWith(counted(1, 1))),
    kind: "provider-error",
    reason: "Something unexpected went wrong: full",
  },
])("$title: $kind", ({ run, judgement, kind, reason }) => {
  const { verdict } = judgeAgain(run, { ...strict, ...judgement });
  expect(verdict.kind).toBe(kind);
  expect(verdict.reason).toBe(reason);
});

test("a run without results keeps its verdict, and is attached to by the policy of this command", () => {
  const run = runWithout(new TimedOutError(1), { gate: { minTests: 40 } });
  expect(judgeAgain(run, strict)).toEqual({ ...run, policy: { ...strict.policy, minTests: 40 } });
});
