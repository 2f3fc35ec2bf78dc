import { existsSync } from "node:fs";
import { variableName } from "@remotest/core";
import type { Platform } from "../platform.ts";
import type { Command } from "./command.ts";
import { pluginVariable } from "./plugin-names.ts";
import { readCommandLine } from "./read-command-line.ts";

/** The plan file of a command line that names neither a provider nor a file. */
export const defaultPlanFile = "remotest.yaml";

/**
 * Returns the path of the plan file that a command line means; undefined if it means none, because it names a provider or
 * there is no file.
 */
export function planFilePath(
  { takesPlan, options }: Pick<Command, "takesPlan" | "options">,
  args: readonly string[],
  env: Platform["env"],
): string | undefined {
  if (takesPlan === undefined) return undefined;
  const { words, options: given } = readCommandLine(args, [options]);
  if (takesPlan === "instead-of-a-provider" && words.length > 1) return undefined;
  const named = given.get("config")?.findLast((path) => path !== "") ?? env[variableName("remotest", "config")];
  if (named) return named;
  // In a plugin, the provider may be an empty variable: that must not start a plan.
  if (env[pluginVariable]) return undefined;
  // An option for the runs of a plan means one, so it is the file that is missing, not a provider.
  const meansPlan = takesPlan === "always" || given.has("run") || given.has("shard");
  return meansPlan || existsSync(defaultPlanFile) ? defaultPlanFile : undefined;
}
