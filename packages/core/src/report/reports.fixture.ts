import type { RemotestError } from "../errors.ts";
import { exitCode, verdictOf } from "../gate/verdict.ts";
import { gate } from "../gate/gate.ts";
import { verdictOfRuns } from "./plan-verdict.ts";
import type { MergeSettings } from "./merge-reports.ts";
import type { Report, RunReport } from "./report.ts";
import type { Shard } from "./shard.ts";
import type { TestRun } from "../results/test-run.ts";

/** Returns a report of these runs, like `run`. */
export function reportOf(runs: readonly RunReport[], more: Partial<Report> = {}): Report {
  const verdict = verdictOfRuns(runs);
  return {
    runs,
    verdict,
    exitCode: exitCode(verdict),
    reportDir: "/work/remotest-report",
    givenReportDir: "remotest-report",
    warnings: [],
    history: [],
    ...more,
  };
}

/** Returns a run with these results, judged strictly. */
export function runWith(testRun: TestRun, more: Partial<RunReport> = {}): RunReport {
  return {
    ...common,
    end: { kind: "results", testRun },
    verdict: gate(testRun, { failOn: "failed", maxFailures: { count: 0 } }),
    ...more,
  };
}

/** Returns a run that ended with an error. */
export function runWithout(error: RemotestError, more: Partial<RunReport> = {}): RunReport {
  return { ...common, end: { kind: "no-results", error }, verdict: verdictOf(error), ...more };
}

/** Strict settings; no shard may be missing. */
export const mergeSettings: MergeSettings = {
  policy: { failOn: "failed", maxFailures: { count: 0 } },
  quarantine: [],
  history: [],
  allowMissing: false,
  warnings: [],
  reportDir: "/work/merged",
  givenReportDir: "merged",
  now: new Date("2026-11-22T10:00:00Z"),
};

/** Returns a shard whose runs have references that no other shard has. */
export function shardOf(name: string, ...runs: readonly RunReport[]): Shard {
  const own = runs.map((run, index) => (run.handle ? { ...run, handle: { ref: `apptest:${name}${index}` } } : run));
  return { kind: "report", name, runs: own, warnings: [] };
}

/** Returns a shard without a report, with the runs that it is known to have started. */
export function lostShard(name: string, ...refs: readonly string[]): Extract<Shard, { kind: "missing" }> {
  const runs = refs.map((ref) => ({ provider: "ats", name: "Nightly", handle: { ref } }));
  return { kind: "missing", name, why: "has no results.json", runs };
}

const common = {
  provider: "apptest",
  name: "Nightly",
  handle: { ref: "apptest:251929" },
  startedAt: new Date("2026-11-22T09:30:00.000Z"),
  endedAt: new Date("2026-11-22T09:34:05.250Z"),
  attachments: [],
} as const;
