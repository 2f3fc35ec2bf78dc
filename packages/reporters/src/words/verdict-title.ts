import type { Verdict } from "@remotest/core";
import { verdictKinds } from "@remotest/core/flow";

/** The verdict in two or three words for people. */
export function verdictTitle(verdict: Verdict): string {
  return verdict.kind === "passed" && verdict.forgiven > 0
    ? `Passed, ${verdict.forgiven} forgiven`
    : verdictKinds[verdict.kind].title;
}
