import type { Report } from "@remotest/core/flow";
import { type CleanText, clean, serviceLine } from "./service-text.ts";

/**
 * Why the verdict on all runs is what it is, where each run of several tells its own reason: how many did not pass. An
 * error beside the runs, such as a missing shard, is said in its words.
 */
export function planReason({ runs, verdict }: Pick<Report, "runs" | "verdict">): CleanText {
  const isOfARun = runs.some(
    (run) =>
      run.provider !== "remotest" &&
      "error" in run.verdict &&
      "error" in verdict &&
      run.verdict.error === verdict.error,
  );
  if (runs.length < 2 || (verdict.kind !== "failed" && !isOfARun)) return serviceLine(verdict.reason, 1000);
  const notPassed = runs.filter((run) => run.verdict.kind !== "passed").length;
  return clean`${notPassed} of ${runs.length} runs did not pass.`;
}
