import { type Problem, type Provider, variableName } from "@remotest/core";
import { commonInputs, type InputScope, misspeltVariables } from "@remotest/core/flow";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import { outputNames } from "../command-line/output-names.ts";
import { pluginVariable } from "../command-line/plugin-names.ts";
import type { Platform } from "../platform.ts";

/** Inputs that are not common, but belong to a few commands. */
const ofCommands = [
  "provider",
  "config",
  "run",
  "shard",
  "format",
  "shards",
  "allowMissing",
  "allowOtherBuild",
  "port",
  "speed",
  "noWait",
  "dryRun",
  "ci",
  "overwrite",
] as const;

const known: ReadonlySet<string> = new Set([
  ...ofCommands.map((name) => variableName("remotest", name)),
  pluginVariable,
  // A GitLab job has the outputs of earlier jobs as variables.
  ...outputNames.map((name) => `REMOTEST_${name.replaceAll("-", "_").toUpperCase()}`),
]);

/** The GitLab component passes its inputs on in variables of its own. */
const ofComponent = "REMOTEST_COMPONENT_";

/**
 * Finds variables that are set and have no effect, but look like one that has.
 *
 * @param own the tables of the command
 * @param providers the providers of the command; the variables of the others do not count
 */
export function misspelt(
  own: readonly InputScope[],
  providers: readonly Provider[],
  { env }: Pick<Platform, "env">,
): readonly Problem<string>[] {
  const scopes = [
    ...own,
    { scope: "remotest", table: { ...commonInputs, ...codeHostInputs } },
    ...providers.flatMap(({ name, connectInputs, startInputs }) =>
      [connectInputs, startInputs].map((table) => ({ scope: name, table })),
    ),
  ];
  return misspeltVariables(scopes, env, (name) => known.has(name) || name.startsWith(ofComponent));
}

/** The same as warnings, if nothing else is wrong. */
export function warningsOf(problems: readonly Problem<string>[]): readonly string[] {
  return problems.map(({ message, suggestion }) => (suggestion === undefined ? message : `${message} ${suggestion}`));
}
