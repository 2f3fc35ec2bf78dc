import { type GatePolicy, optionName, variableName } from "@remotest/core";
import type { CommonOptions } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";

type GateOptions = Pick<CommonOptions, "failOn" | "maxFailures" | "minTests" | "maxDuration">;

/** Returns the policy that the options describe. */
export function policyOf({ failOn, maxFailures, minTests, maxDuration }: GateOptions): GatePolicy {
  return { failOn, maxFailures, minTests, maxDurationMs: maxDuration };
}

/** Returns the part of the policy that the user set, on the command line or in the environment. */
export function policySaid(
  { failOn, maxFailures, minTests, maxDuration }: GateOptions,
  line: Pick<CommandLine, "options">,
  env: Platform["env"],
): Partial<GatePolicy> {
  const isSaid = (name: keyof GateOptions): boolean =>
    line.options.has(optionName(name).slice(2)) || Boolean(env[variableName("remotest", name)]);
  return {
    ...(isSaid("failOn") && { failOn }),
    ...(isSaid("maxFailures") && { maxFailures }),
    ...(isSaid("minTests") && { minTests }),
    ...(isSaid("maxDuration") && { maxDurationMs: maxDuration }),
  };
}
