import type { ExecutionDetailsTestCase, GetJobStatusRequest, GetJobStatusResult } from "../generated/ats.ts";
import type { CasePlan, CaseResult, Job } from "./job.ts";

type RequestedDetails = Pick<
  GetJobStatusRequest,
  "IncludeExecutionFlags" | "IncludeExecutionResultBreakdown" | "IncludeDetailsPerTestCase"
>;

/** Returns the answer of Get Job Status; flags, counts and details only if they are requested. */
export function describeJob(job: Job, requested: RequestedDetails): GetJobStatusResult {
  const completed = job.completed();
  const count = (result: CaseResult): number => completed.filter((one) => one.result === result).length;
  const pending = job.cases.length - completed.length;
  return {
    ExecutionStatus: job.status(),
    ExecutionResult: job.result(),
    ErrorMessage: "",
    ...(requested.IncludeExecutionFlags
      ? { ExecutionFlags: { Flags: { Canceled: false, Warning: job.result() === "Failed" } } }
      : {}),
    ...(requested.IncludeExecutionResultBreakdown
      ? {
          ExecutionResultBreakdown: {
            ResultBreakdown: {
              CountPassed: count("Passed"),
              // A case that has not started yet counts as not executed, so that the three always add up.
              CountNotExecuted: count("Not_Executed") + pending,
              CountFailed: count("Failed"),
            },
          },
        }
      : {}),
    ...(requested.IncludeDetailsPerTestCase
      ? { ExecutionDetailsPerTestCase: { ExecutionDetailsTestCase: completed.map(describeCase) } }
      : {}),
  };
}

function describeCase({ name, result, from, to, errorMessage }: CasePlan): ExecutionDetailsTestCase {
  return {
    Name: name,
    Result: result,
    ...(result === "Not_Executed" ? {} : { Duration: duration(to - from) }),
    ...(errorMessage === undefined ? {} : { ErrorMessage: errorMessage }),
  };
}

/** Formats milliseconds as HH:MM:SS; there may be more than 24 hours. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
