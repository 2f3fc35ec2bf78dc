import type { ExecutionDetailsTestCase, GetJobStatusRequest, GetJobStatusResult } from "../generated/ats.ts";
import type { CasePlan, CaseResult, Job } from "./job.ts";

type Asked = Pick<
  GetJobStatusRequest,
  "IncludeExecutionFlags" | "IncludeExecutionResultBreakdown" | "IncludeDetailsPerTestCase"
>;

/** What Get Job Status tells of a job; flags, counts and details only when asked for. */
export function describeJob(job: Job, asked: Asked): GetJobStatusResult {
  const completed = job.completed();
  const count = (result: CaseResult): number => completed.filter((one) => one.result === result).length;
  const pending = job.cases.length - completed.length;
  return {
    ExecutionStatus: job.status(),
    ExecutionResult: job.result(),
    ErrorMessage: "",
    ...(asked.IncludeExecutionFlags
      ? { ExecutionFlags: { Flags: { Canceled: false, Warning: job.result() === "Failed" } } }
      : {}),
    ...(asked.IncludeExecutionResultBreakdown
      ? {
          ExecutionResultBreakdown: {
            ResultBreakdown: {
              CountPassed: count("Passed"),
              // A case that has not had its turn yet was not executed so far: the three always add up.
              CountNotExecuted: count("Not_Executed") + pending,
              CountFailed: count("Failed"),
            },
          },
        }
      : {}),
    ...(asked.IncludeDetailsPerTestCase
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

/** Milliseconds as HH:MM:SS; hours beyond a day go on counting. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
