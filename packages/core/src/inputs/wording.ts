import { optionName, variableName } from "./input.ts";
import { listed } from "./listed.ts";

/**
 * The names by which a user knows the inputs. On the command line they are options and variables; in a CI system's plugin
 * they are the plugin's own inputs.
 */
export interface InputNames {
  /** An input by itself: `--report-dir`. */
  readonly option: (input: string) => string;
  /** With the variable that can be set instead: `--report-dir (or REMOTEST_REPORT_DIR)`. */
  readonly optionOrVariable: (scope: string, input: string) => string;
  /** A secret by itself: `ATS_API_TOKEN`. */
  readonly secret: (scope: string, input: string) => string;
  /** With the file that can contain it instead: `ATS_API_TOKEN (or ATS_API_TOKEN_FILE)`. */
  readonly secretOrFile: (scope: string, ...inputs: readonly string[]) => string;
  /** The next step after an input that is not valid. */
  readonly whereTheyAre: string;
}

/**
 * A text of ours for people. If it names inputs, it is a function of their names, because only the place that shows it
 * knows who reads it. Nothing is ever replaced in a finished text: it may contain the words of a service or of the user.
 *
 * @example const next: Wording = (names) => `Allow larger answers with ${names.option("maxResponse")}.`;
 */
export type Wording = string | ((names: InputNames) => string);

/** The names on the command line. */
export const commandNames: InputNames = {
  option: optionName,
  optionOrVariable: (scope, input) => `${optionName(input)} (or ${variableName(scope, input)})`,
  secret: variableName,
  secretOrFile: (scope, ...inputs) => {
    const variables = inputs.map((input) => variableName(scope, input));
    return variables.length > 1
      ? `${listed(variables, "and")} (or each as …_FILE)`
      : `${variables[0]} (or ${variables[0]}_FILE)`;
  },
  whereTheyAre: "Fix the options above; `remotest <command> --help` lists them all.",
};

/** Returns a text as the user who knows the inputs by these names reads it. */
export function worded(wording: Wording, names: InputNames = commandNames): string {
  return typeof wording === "function" ? wording(names) : wording;
}
