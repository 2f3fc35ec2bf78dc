import { type GatePolicy, optionName, variableName } from "@remotest/core";
import type { CommonOptions } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";

type GateOptions = Pick<CommonOptions, "failOn" | "maxFailures" | "minTests" | "maxDuration">;

/** Returns the policy that the options describe. */
export function policyOf({ failOn, maxFailures, minTests, maxDuration }: GateOptions): GatePolicy {
  return { failOn, maxFailures, minTests, maxDurationMs: maxDuration };
}

/** Returns the part of the policy that the user set, on the command line or in the environment. */
export function policySaid(
  options: GateOptions,
  line: Pick<CommandLine, "options">,
  env: Platform["env"],
): Partial<GatePolicy> {
  return partOf(options, (name) => isSaid(name, line, env));
}

/** Returns the part of the policy that is the plan file's: what it says of a run, if nothing else takes precedence. */
export function policyInFile(
  options: GateOptions,
  { valueOf }: Pick<PlanRun, "valueOf">,
  line: Pick<CommandLine, "options">,
  env: Platform["env"],
): Partial<GatePolicy> {
  return partOf(options, (name) => valueOf("remotest", name) !== undefined && !isSaid(name, line, env));
}

function isSaid(name: keyof GateOptions, { options }: Pick<CommandLine, "options">, env: Platform["env"]): boolean {
  return options.has(optionName(name).slice(2)) || Boolean(env[variableName("remotest", name)]);
}

function partOf(
  { failOn, maxFailures, minTests, maxDuration }: GateOptions,
  has: (name: keyof GateOptions) => boolean,
): Partial<GatePolicy> {
  return {
    ...(has("failOn") && { failOn }),
    ...(has("maxFailures") && { maxFailures }),
    ...(has("minTests") && { minTests }),
    ...(has("maxDuration") && { maxDurationMs: maxDuration }),
  };
}
