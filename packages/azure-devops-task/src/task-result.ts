import type { Verdict } from "@remotest/core";
import { TaskCommand } from "azure-pipelines-task-lib/taskcommand.js";

/** The results of a task, in the agent's words. */
export type TaskResult = "Succeeded" | "SucceededWithIssues" | "Failed" | "Canceled";

/** Returns the result of the task for a verdict, or for a command that ended without one. */
export function taskResult(verdict: Verdict | undefined): TaskResult {
  if (verdict?.kind === "interrupted") return "Canceled";
  if (verdict?.kind !== "passed") return "Failed";
  return verdict.forgiven > 0 ? "SucceededWithIssues" : "Succeeded";
}

/**
 * Makes the line that tells the agent how the task ended. The library's `setResult` would also report a failure as an
 * issue, beside those of the tests, and calls a cancelled task "Cancelled", which no agent knows
 * (https://github.com/microsoft/azure-pipelines-agent/issues/1170).
 */
export function completion(result: TaskResult, reason: string): TaskCommand {
  return new TaskCommand("task.complete", { result }, reason);
}

/**
 * Returns the line for the agent if the task ends without a verdict, by its exit code.
 * @example lastWords(143) // "\n##vso[task.complete result=Canceled;]…\n"
 */
export function lastWords(exitCode: number): string {
  const isCancelled = exitCode === 130 || exitCode === 143;
  const reason = isCancelled ? "Cancelled before there was a verdict." : "The task ended before there was a verdict.";
  // On a new line, because the last line of the log may be incomplete.
  return `\n${completion(isCancelled ? "Canceled" : "Failed", reason).toString()}\n`;
}
