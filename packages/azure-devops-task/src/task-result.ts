import type { Verdict } from "@remotest/core";
import { TaskCommand } from "azure-pipelines-task-lib/taskcommand.js";

/** What the agent calls the end of a task. */
export type TaskResult = "Succeeded" | "SucceededWithIssues" | "Failed" | "Canceled";

/** The result of the task for a verdict, or for a command that came to none. */
export function taskResult(verdict: Verdict | undefined): TaskResult {
  if (verdict?.kind === "interrupted") return "Canceled";
  if (verdict?.kind !== "passed") return "Failed";
  return verdict.forgiven > 0 ? "SucceededWithIssues" : "Succeeded";
}

/**
 * Tells the agent how the task ended. The library's `setResult` would tell a failure once more as an issue of its own,
 * beside those of the tests, and calls a cancelled task "Cancelled", which no agent knows
 * (https://github.com/microsoft/azure-pipelines-agent/issues/1170).
 */
export function completion(result: TaskResult, reason: string): TaskCommand {
  return new TaskCommand("task.complete", { result }, reason);
}

/**
 * What the agent is told of a task that ends before its verdict, by the exit code that it ends with.
 * @example lastWords(143) // "\n##vso[task.complete result=Canceled;]…\n"
 */
export function lastWords(exitCode: number): string {
  const isCancelled = exitCode === 130 || exitCode === 143;
  const reason = isCancelled ? "Cancelled before there was a verdict." : "The task ended before there was a verdict.";
  // A line of the log may have been cut short.
  return `\n${completion(isCancelled ? "Canceled" : "Failed", reason).toString()}\n`;
}
