import type { Verdict } from "@remotest/core";

/** What the agent calls the end of a task. */
export type TaskResult = "Succeeded" | "SucceededWithIssues" | "Failed" | "Canceled";

/** The result of the task for a verdict, or for a command that came to none. */
export function taskResult(verdict: Verdict | undefined): TaskResult {
  if (verdict?.kind === "interrupted") return "Canceled";
  if (verdict?.kind !== "passed") return "Failed";
  return verdict.forgiven > 0 ? "SucceededWithIssues" : "Succeeded";
}
