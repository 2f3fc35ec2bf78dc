import { type Verdict, worst } from "../gate/verdict.ts";
import { count } from "../results/test-run.ts";
import type { ReportedPlan, RunReport } from "./report.ts";

type JudgedRun = Pick<RunReport, "name" | "verdict" | "blocking" | "end">;

/**
 * Returns the verdict on a plan: the worst of the runs that may stop the pipeline. A run with `blocking: false` counts
 * only if the process was stopped while it ran, because that ends the whole plan. Pure.
 *
 * @param plan of which they are runs: a shard without runs passes if the plan has fewer runs than shards, because each of
 *   its runs is then in another shard
 * @example verdictOfRuns(report.runs)
 */
export function verdictOfRuns(runs: readonly JudgedRun[], plan?: ReportedPlan): Verdict {
  if (runs.length === 0 && plan && isEmptyShard(plan))
    return { kind: "passed", reason: emptyReason(plan), forgiven: 0 };
  const counting = runs.filter((run) => !isIgnored(run));
  const ignored = runs.filter(isIgnored);
  if (ignored.length === 0) return worst(runs.map(({ verdict }) => verdict));
  const verdict: Verdict =
    counting.length > 0
      ? worst(counting.map((run) => run.verdict))
      : { kind: "passed", reason: noneCounts(ignored, plan), forgiven: 0 };
  const bad = ignored.filter((run) => run.verdict.kind !== "passed");
  if (verdict.kind !== "passed" || bad.length === 0) return verdict;
  const what = `${bad.length === 1 ? "1 run" : `${bad.length} runs`} that may not stop the pipeline did not pass`;
  return {
    kind: "passed",
    reason: `${verdict.reason.replace(/\.$/, "")}; ${what}.`,
    forgiven: verdict.forgiven + bad.reduce((sum, run) => sum + notPassed(run), 0),
  };
}

/** The user may want this, but must see that nothing was tested. */
function noneCounts(ignored: readonly JudgedRun[], plan: ReportedPlan | undefined): string {
  const nothing = ignored.every(({ end }) => end.kind === "no-results") ? ", and none of them brought results" : "";
  return `No run of this ${plan?.shard ? "shard" : "plan"} may stop the pipeline${nothing}.`;
}

/** True for a shard for which the plan has no run: runs are put into the first shards. */
export function isEmptyShard({ runs, shard }: ReportedPlan): boolean {
  return runs > 0 && shard !== undefined && shard.number <= shard.of && shard.number > runs;
}

function emptyReason({ runs, shard }: ReportedPlan): string {
  const which = shard ? `Shard ${shard.number}/${shard.of}` : "The shard";
  return `${which} has no run, because the plan has only ${runs === 1 ? "1 run" : `${runs} runs`}.`;
}

/** Says which runs did not pass and stop nothing all the same. */
export function nonBlockingWarnings(runs: readonly JudgedRun[]): readonly string[] {
  return runs
    .filter((run) => isIgnored(run) && run.verdict.kind !== "passed")
    .map(
      ({ name, verdict }) =>
        `${name} does not stop the pipeline (blocking: false), but did not pass: ${verdict.reason}`,
    );
}

function isIgnored({ blocking, verdict }: JudgedRun): boolean {
  return blocking === false && verdict.kind !== "interrupted";
}

function notPassed({ end }: JudgedRun): number {
  if (end.kind !== "results") return 0;
  const { failed, errors } = count([end.testRun]);
  return failed + errors;
}
