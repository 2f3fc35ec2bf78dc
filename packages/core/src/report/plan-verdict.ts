import { type Verdict, worst } from "../gate/verdict.ts";
import { count } from "../results/test-run.ts";
import type { RunReport } from "./report.ts";

type JudgedRun = Pick<RunReport, "name" | "verdict" | "blocking" | "end">;

/**
 * Returns the verdict on a plan: the worst of the runs that may stop the pipeline. A run with `blocking: false` counts
 * only if the process was stopped while it ran, because that ends the whole plan. Pure.
 *
 * @example verdictOfRuns(report.runs)
 */
export function verdictOfRuns(runs: readonly JudgedRun[]): Verdict {
  const counting = runs.filter((run) => !isIgnored(run));
  const ignored = runs.filter(isIgnored);
  if (ignored.length === 0) return worst(runs.map(({ verdict }) => verdict));
  const verdict: Verdict =
    counting.length > 0
      ? worst(counting.map((run) => run.verdict))
      : { kind: "passed", reason: "No run of this plan may stop the pipeline.", forgiven: 0 };
  const bad = ignored.filter((run) => run.verdict.kind !== "passed");
  if (verdict.kind !== "passed" || bad.length === 0) return verdict;
  const what = `${bad.length === 1 ? "1 run" : `${bad.length} runs`} that may not stop the pipeline did not pass`;
  return {
    kind: "passed",
    reason: `${verdict.reason.replace(/\.$/, "")}; ${what}.`,
    forgiven: verdict.forgiven + bad.reduce((sum, run) => sum + notPassed(run), 0),
  };
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
