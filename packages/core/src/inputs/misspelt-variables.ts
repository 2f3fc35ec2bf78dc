import { isSecret, variableName } from "./input.ts";
import type { Problem } from "./problem.ts";
import type { InputSources } from "./input-reader.ts";
import type { InputScope } from "./read-config.ts";
import { closest } from "./spelling.ts";

/**
 * Finds variables that are set, have no effect, and look like one that has: each probably is a mistake, even if everything
 * else is right.
 *
 * @param scopes all tables of the scopes that count: a variable for another command is not misspelt
 * @param others known variables of these scopes that are not inputs, such as those that plugins set
 * @example misspeltVariables(scopes, { REMOTEST_TIMOUT: "3m" }) // Did you mean REMOTEST_TIMEOUT?
 */
export function misspeltVariables(
  scopes: readonly InputScope[],
  env: InputSources["env"],
  others: (name: string) => boolean = () => false,
): Problem<string>[] {
  const known = new Map<string, { readonly name: string; readonly prefix: string }>();
  const prefixes = new Set(scopes.map(({ scope }) => variableName(scope, "")));
  for (const { scope, table } of scopes)
    for (const [name, input] of Object.entries(table)) {
      const about = { name, prefix: variableName(scope, "") };
      known.set(variableName(scope, name), about);
      if (isSecret(input)) known.set(`${variableName(scope, name)}_FILE`, about);
    }
  return Object.keys(env)
    .filter((name) => env[name] && !known.has(name) && !others(name))
    .flatMap((name) => {
      const likely = likelyVariable(name, known, prefixes, env);
      if (likely === undefined) return [];
      return [
        {
          message: `${name} is not a known variable, so it has no effect.`,
          suggestion: `Did you mean ${likely}?`,
          about: [known.get(likely)?.name ?? ""],
        },
      ];
    });
}

/** A third of the letters behind the prefix may differ, and the case of all. */
function likelyVariable(
  given: string,
  known: ReadonlyMap<string, { readonly prefix: string }>,
  prefixes: ReadonlySet<string>,
  env: InputSources["env"],
): string | undefined {
  const name = given.toUpperCase();
  // On Windows, the case of a variable makes no difference.
  if (known.has(name)) return env[name] === env[given] ? undefined : name;
  for (const prefix of prefixes) {
    if (!name.startsWith(prefix)) continue;
    const candidates = [...known]
      .filter(([, each]) => each.prefix === prefix)
      .map(([full]) => full.slice(prefix.length));
    const rest = name.slice(prefix.length);
    const likely = closest(rest, candidates) ?? fileOf(rest, candidates) ?? beginningOf(rest, candidates);
    // A second value beside the one in use, such as ATS_API_TOKEN_OLD.
    const used = likely?.replace(/_FILE$/, "");
    if (likely === undefined || (env[`${prefix}${used}`] && rest.startsWith(`${used}_`))) continue;
    return prefix + likely;
  }
  return undefined;
}

/** The one name that begins with these words: PROJECT for PROJECT_ID. */
function beginningOf(rest: string, candidates: readonly string[]): string | undefined {
  const [only, ...more] = candidates.filter((each) => each.startsWith(`${rest}_`) && !each.endsWith("_FILE"));
  return more.length === 0 ? only : undefined;
}

/** Only a secret can come from a file. */
function fileOf(rest: string, candidates: readonly string[]): string | undefined {
  const [, name] = /^(.+)_FILE$/.exec(rest) ?? [];
  return name !== undefined && candidates.includes(name) ? name : undefined;
}
