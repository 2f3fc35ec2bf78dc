import type { GetJobStatusResult } from "@remotest/ats-client";
import type { Progress, RunState } from "@remotest/core";
import { saysBadEnd } from "@remotest/http";
import { caseState } from "./map-results.ts";

/** Converts a status. `Done` is in no table of the page, but the vendor's own scripts wait for it. */
export function stateOf(status: GetJobStatusResult): RunState {
  const progress = progressOf(status);
  switch (status.ExecutionStatus.trim().toLowerCase()) {
    case "done":
      return { status: "finished", progress };
    case "running":
      return { status: "running", progress };
    case "queued":
      return { status: "queued", progress };
    default:
      return {
        status: "unrecognised",
        says: status.ExecutionStatus,
        progress,
        ...(saysBadEnd(status.ExecutionStatus) && { notPassed: true }),
      };
  }
}

function progressOf({
  ExecutionResultBreakdown: counts,
  ExecutionDetailsPerTestCase: cases,
}: GetJobStatusResult): Progress {
  return {
    ...(counts && {
      total: counts.CountPassed + counts.CountFailed + counts.CountNotExecuted,
      passed: counts.CountPassed,
      failed: counts.CountFailed,
      waiting: counts.CountNotExecuted,
    }),
    ...(cases && { cases: cases.map(({ Name, Result }) => ({ name: Name, state: caseState(Result) })) }),
  };
}
