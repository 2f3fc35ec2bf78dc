import type { Verdict } from "@remotest/core";
import { verdictKinds } from "@remotest/core/flow";
import { type CleanText, clean, serviceLine } from "./service-text.ts";

/** The verdict in two or three words for people. */
export function verdictTitle(verdict: Verdict): CleanText {
  return verdict.kind === "passed" && verdict.forgiven > 0
    ? clean`Passed, ${verdict.forgiven} forgiven`
    : serviceLine(verdictKinds[verdict.kind].title);
}
