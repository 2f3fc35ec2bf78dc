import { optionName, type Problem, variableName } from "@remotest/core";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";

/** The sources that take precedence over the plan file. */
interface Precedence {
  readonly line: Pick<CommandLine, "options">;
  readonly env: Platform["env"];
}

/**
 * Finds runs that differ in the file, and would be the same run because an option or a variable replaces what distinguishes
 * them: the same test would be started several times, and the others not at all.
 */
export function collapsedRuns(runs: readonly PlanRun[], precedence: Precedence): readonly Problem[] {
  const groups = new Map<string, PlanRun[]>();
  for (const run of runs) {
    const left = inputsOf(run).filter((input) => !isReplaced(run, input, precedence));
    const key = JSON.stringify([run.provider.name, left.map((input) => textOf(run, input))]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].flatMap((group) => collapsedGroup(group, precedence));
}

function collapsedGroup(group: readonly PlanRun[], { line }: Precedence): readonly Problem[] {
  const [first] = group;
  if (!first || group.length < 2) return [];
  const { name: scope } = first.provider;
  // What is not replaced is the same in the whole group.
  return inputsOf(first)
    .filter((input) => new Set(group.map((run) => textOf(run, input))).size > 1)
    .map((input): Problem => {
      const isOption = line.options.has(optionName(input).slice(2));
      const variable = variableName(scope, input);
      const places = [...new Set(group.flatMap((run) => run.valueOf(scope, input)?.place ?? []))];
      return {
        message: ({ option }) =>
          `${isOption ? option(input) : variable} replaces ${input} at ${shortList(places)}, so ${group.length} runs would be the same run.`,
        suggestion: isOption
          ? ({ option }) => `Leave it out, or pick one of the runs with ${option("run")}.`
          : `Unset ${variable} for the plan; a run that is to have its value can contain \${env.${variable}}.`,
        about: [input],
      };
    });
}

function isReplaced({ provider }: PlanRun, input: string, { line, env }: Precedence): boolean {
  return line.options.has(optionName(input).slice(2)) || Boolean(env[variableName(provider.name, input)]);
}

function inputsOf({ provider: { connectInputs, startInputs } }: PlanRun): readonly string[] {
  return Object.keys({ ...connectInputs, ...startInputs });
}

function textOf({ provider, valueOf }: PlanRun, input: string): string {
  return JSON.stringify(valueOf(provider.name, input)?.texts ?? null);
}

/** The message is for people: further places are only counted. */
const mostNamed = 3;

function shortList(places: readonly string[]): string {
  const more = places.length > mostNamed ? ` and ${places.length - mostNamed} more` : "";
  return `${places.slice(0, mostNamed).join(", ")}${more}`;
}
