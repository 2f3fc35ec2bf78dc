import { optionName, type Problem, variableName } from "@remotest/core";
import { pluginVariable } from "../command-line/plugin-names.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { planInputs, shardInputs } from "../plan-file/plan-inputs.ts";
import type { Platform } from "../platform.ts";

type Env = Platform["env"];

const names = Object.keys({ ...planInputs, ...shardInputs });

/**
 * Finds the options for a plan file on a line that names a provider or a run: they have no effect there. A variable may be
 * set for other commands, but in a plugin it is an input.
 */
export function planOptionProblems(line: CommandLine, env: Env, other = "a provider"): readonly Problem[] {
  return names
    .filter((name) => line.options.has(optionName(name).slice(2)) || isInputOfPlugin(name, env))
    .map((name) => ({
      message: ({ option }) => `${option(name)} is for the runs of a plan file, so it cannot be used with ${other}.`,
      suggestion: "Leave out one of them.",
      about: [name],
    }));
}

function isInputOfPlugin(name: string, env: Env): boolean {
  return Boolean(env[pluginVariable]) && Boolean(env[variableName("remotest", name)]);
}

/**
 * Finds options for a plan file that are given without a value: an empty variable of a pipeline would start the whole plan
 * where a part of it was meant. A variable that is empty is not set, as everywhere.
 */
export function emptyPlanOptions({ options }: CommandLine): readonly Problem[] {
  return names
    .filter((name) => options.get(optionName(name).slice(2))?.some((text) => text.trim() === ""))
    .map((name) => ({
      message: ({ option }) => `${option(name)} is given, but empty.`,
      suggestion: ({ option }) => `Leave ${option(name)} out, or give it a value.`,
      about: [name],
    }));
}
