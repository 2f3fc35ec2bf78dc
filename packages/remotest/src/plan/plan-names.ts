import { type InputNames, optionName, type Problem, variableName, worded, type Wording } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";

/** The sources of a run's values. An option takes precedence over a variable, and a variable over the plan file. */
export interface Sources {
  readonly run: PlanRun;
  readonly line: Pick<CommandLine, "options">;
  readonly env: Platform["env"];
}

/** Returns a problem of a run as the user of a plan file reads it: a value in the file is named by its place there. */
export function problemInPlan(problem: Problem, sources: Sources): Problem {
  const { message, suggestion } = problem;
  const inPlan =
    (text: Wording): Wording =>
    (names) =>
      worded(text, planNames(sources, names));
  return {
    ...problem,
    message: inPlan(message),
    ...(suggestion === undefined ? {} : { suggestion: inPlan(suggestion) }),
  };
}

function planNames({ run, line, env }: Sources, names: InputNames): InputNames {
  return {
    ...names,
    optionOrVariable(scope, input) {
      const isGiven = line.options.has(optionName(input).slice(2)) || Boolean(env[variableName(scope, input)]);
      // The options of a command, such as those for the code host, cannot be in a file.
      const isOfCommand = scope === "remotest" && !Object.hasOwn(commonInputs, input);
      if (isGiven || isOfCommand) return names.optionOrVariable(scope, input);
      const value = run.valueOf(scope, input);
      return value ? `${value.place}: ${input}` : `${run.place}: ${input} (or ${variableName(scope, input)})`;
    },
  };
}

/** Says which values of the file are not used, because a variable of the environment takes precedence. */
export function overriddenValues({ run, line, env }: Sources): readonly Wording[] {
  const { provider } = run;
  const tables = { remotest: commonInputs, [provider.name]: { ...provider.startInputs, ...provider.connectInputs } };
  return Object.entries(tables).flatMap(([scope, table]) =>
    Object.keys(table).flatMap((input) => {
      const [value, variable] = [run.valueOf(scope, input), variableName(scope, input)];
      const given = env[variable];
      if (!value || !given || line.options.has(optionName(input).slice(2)) || value.texts.join(",") === given)
        return [];
      return [`${value.place}: ${input} is not used, because ${variable} is set.`];
    }),
  );
}
