import { type FinishedState, type Progress, ProviderError, type RunState } from "@remotest/core";
import { contradiction } from "./unusable-results.ts";

/** The counts that never decrease once a testset is complete. */
const floors = ["passed", "failed", "errors", "skipped"] as const satisfies readonly (keyof Progress)[];

/**
 * Checks that a status check agrees with the one before it, which called the testset complete. Tests that were counted as
 * unfinished may have finished since; tests that passed, failed or were stopped stay so.
 *
 * @throws {ProviderError} if it is not complete any more, or if they contradict each other.
 */
export function assertSameTestset(before: FinishedState, after: RunState): asserts after is FinishedState {
  if (after.status === "unrecognised")
    throw contradiction(`It called the testset complete, and then ${JSON.stringify(after.says.slice(0, 60))}`);
  if (after.status !== "finished") throw incomplete(`complete, and then ${after.status}`);
  const { total = 0 } = before.progress;
  if (after.progress.total !== total)
    throw contradiction(`It counted ${total} tests at the end, and then ${after.progress.total ?? 0}`);
  for (const kind of floors) {
    const [was, is] = [before.progress[kind] ?? 0, after.progress[kind] ?? 0];
    if (is < was) throw contradiction(`It counted ${was} tests as ${kind} at the end, and then ${is}`);
  }
}

/** Makes the error for results that are not available yet, although the testset was called complete. */
export function incomplete(says: string): ProviderError {
  return new ProviderError({
    code: "apptest-incomplete",
    message: `apptest.ai calls the testset ${says}`,
    next: "The results are not available yet: attach again later.",
    retry: "later",
  });
}
