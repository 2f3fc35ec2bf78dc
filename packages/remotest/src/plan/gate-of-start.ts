import { variableName, type Wording } from "@remotest/core";
import { type CommonOptions, commonInputs, defaultText } from "@remotest/core/flow";
import { pluginVariable } from "../command-line/plugin-names.ts";
import type { Platform } from "../platform.ts";

/** The inputs that decide about a run. */
const deciding = [
  "failOn",
  "maxFailures",
  "minTests",
  "maxDuration",
  "quarantine",
] as const satisfies readonly (keyof CommonOptions)[];

/**
 * Returns a warning for each input of a plugin that decides about a run, beside a start: where the run is waited for, the
 * default would count. On the command line, such a variable is for other commands, and the option is refused.
 */
export function gateOfStart(env: Platform["env"]): readonly Wording[] {
  if (!env[pluginVariable]) return [];
  return deciding
    .filter((name) => !["", defaultText(commonInputs[name])].includes(env[variableName("remotest", name)] ?? ""))
    .map(
      (name) =>
        ({ option }) =>
          `${option(name)} has no effect on a start: it counts where the run is waited for.`,
    );
}
