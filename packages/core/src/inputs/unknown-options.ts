import { optionName, type Problem, variableName } from "./input.ts";
import { type Given, type InputScope, isSecret } from "./read-config.ts";
import { closest } from "./spelling.ts";

/**
 * Returns the problems of options that are in no table: a misspelling, a secret on the command line, an option of
 * another provider or command.
 *
 * @param elsewhere options that exist but not here, with where they belong: `["app-id", "an option of ats"]`
 */
export function unknownOptions(
  given: Given["options"],
  scopes: readonly InputScope[],
  elsewhere: ReadonlyMap<string, string>,
): Problem[] {
  const secrets = new Map<string, string>();
  const known: string[] = [];
  for (const { scope, table } of scopes)
    for (const [name, input] of Object.entries(table))
      if (isSecret(input)) secrets.set(optionName(name), variableName(scope, name));
      else known.push(optionName(name));
  const problems: Problem[] = [];
  for (const name of given.keys()) {
    const option = `--${name}`;
    const variable = secrets.get(option);
    if (variable)
      problems.push({
        message: `${option} is a secret, and a command line can be read by others.`,
        suggestion: `Set ${variable}, or ${variable}_FILE to the path of a file that contains it.`,
      });
    else if (!known.includes(option)) problems.push(unknownOption(option, known, elsewhere.get(name)));
  }
  return problems;
}

/**
 * Finds variables that are set but not known, and resemble one that is not set: a hint when something else is wrong.
 * @example misspeltVariables(scopes, { APPTEST_ACESS_KEY: "…" })
 */
export function misspeltVariables(scopes: readonly InputScope[], env: Given["env"]): Problem[] {
  const known = scopes.flatMap(({ scope, table }) => Object.keys(table).map((name) => variableName(scope, name)));
  const isKnown = (name: string): boolean => known.includes(name.replace(/_FILE$/, ""));
  const prefixes = [...new Set(scopes.map(({ scope }) => variableName(scope, "")))];
  const unset = known.filter((name) => !env[name] && !env[`${name}_FILE`]);
  return Object.keys(env)
    .filter((name) => env[name] && !isKnown(name) && prefixes.some((prefix) => name.startsWith(prefix)))
    .flatMap((name) => {
      const likely = closest(name, unset);
      return likely
        ? [{ message: `${name} is set, but is not a known variable.`, suggestion: `Did you mean ${likely}?` }]
        : [];
    });
}

function unknownOption(option: string, known: readonly string[], elsewhere: string | undefined): Problem {
  if (elsewhere) return { message: `${option} is ${elsewhere}.` };
  const likely = closest(option, known);
  return {
    message: `${option} is not an option here.`,
    ...(likely ? { suggestion: `Did you mean ${likely}?` } : {}),
  };
}
