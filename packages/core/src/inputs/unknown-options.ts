import { inputName, isSecret, optionName, variableName } from "./input.ts";
import type { Problem } from "./problem.ts";
import type { InputSources } from "./input-reader.ts";
import type { InputScope } from "./read-config.ts";
import { closest } from "./spelling.ts";

/**
 * Returns the problems of options that are in no table: a misspelling, a secret on the command line, an option of
 * another provider or command.
 *
 * @param elsewhere options that exist but not here, with where they belong: `["app-id", "an option of ats"]`
 */
export function unknownOptions(
  given: InputSources["options"],
  scopes: readonly InputScope[],
  elsewhere: ReadonlyMap<string, string>,
): Problem[] {
  const secrets = new Map<string, { readonly name: string; readonly variable: string }>();
  const known = new Map<string, string>();
  for (const { scope, table } of scopes)
    for (const [name, input] of Object.entries(table))
      if (isSecret(input)) secrets.set(optionName(name), { name, variable: variableName(scope, name) });
      else known.set(optionName(name), name);
  const problems: Problem[] = [];
  for (const name of given.keys()) {
    const option = `--${name}`;
    const secret = secrets.get(option);
    if (secret)
      problems.push({
        message: `${option} is a secret, and a command line can be read by others.`,
        suggestion: `Set ${secret.variable}, or ${secret.variable}_FILE to the path of a file that contains it.`,
        about: [secret.name],
      });
    else if (!known.has(option)) {
      const where = elsewhere.get(name);
      problems.push(where ? misplaced(name, where) : unknownOption(option, known));
    }
  }
  return problems;
}

/** The option exists, so it may be an input of a plugin. */
function misplaced(name: string, where: string): Problem {
  const input = inputName(name);
  return { message: ({ option }) => `${option(input)} is ${where}.` };
}

function unknownOption(option: string, known: ReadonlyMap<string, string>): Problem {
  const likely = closest(option, [...known.keys()]);
  const about = likely === undefined ? undefined : known.get(likely);
  return {
    message: `${option} is not an option here.`,
    ...(likely ? { suggestion: `Did you mean ${likely}?` } : {}),
    ...(about === undefined ? {} : { about: [about] }),
  };
}
