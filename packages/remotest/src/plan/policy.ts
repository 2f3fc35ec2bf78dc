import type { GatePolicy } from "@remotest/core";
import type { CommonOptions } from "@remotest/core/flow";

/** Returns the policy that the options describe. */
export function policyOf({
  failOn,
  maxFailures,
  minTests,
  maxDuration,
}: Pick<CommonOptions, "failOn" | "maxFailures" | "minTests" | "maxDuration">): GatePolicy {
  return { failOn, maxFailures, minTests, maxDurationMs: maxDuration };
}
