import type { Verdict } from "@remotest/core";

const titles: Readonly<Record<Verdict["kind"], string>> = {
  passed: "Passed",
  failed: "Failed",
  usage: "Cannot be started",
  "provider-error": "Provider error",
  "timed-out": "Timed out",
  "unknown-start": "Start unknown",
  interrupted: "Interrupted",
};

/** The verdict in two or three words for people. */
export function verdictTitle(verdict: Verdict): string {
  return verdict.kind === "passed" && verdict.forgiven > 0
    ? `Passed, ${verdict.forgiven} forgiven`
    : titles[verdict.kind];
}
