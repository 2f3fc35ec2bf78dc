import { type Provider, variableName } from "@remotest/core";
import { isSecret } from "@remotest/core/flow";
import type { Platform } from "../platform.ts";
import { variableIn } from "./variable-in.ts";
import type { StrayKey } from "./map-keys.ts";

/** The secrets of some providers, by every name that a plan file could use for them. */
export interface SecretNames {
  /** Says what to do with a key that is the name of a secret; undefined for any other key. */
  readonly strayKey: (key: string) => StrayKey | undefined;
  /** True for a variable of a secret or of its file, and for another one that contains the same text. */
  readonly isVariable: (name: string) => boolean;
}

/** A shorter secret, such as the `demo` of a sandbox, is found in other variables by chance. */
const shortestValue = 8;

/** @param providers those whose variables are named first */
export function secretNamesOf(providers: readonly Provider[], env: Platform["env"]): SecretNames {
  const variables = new Map<string, string>();
  const values = new Set<string>();
  for (const { name: scope, connectInputs, startInputs } of providers)
    for (const [name, input] of Object.entries({ ...connectInputs, ...startInputs })) {
      if (!isSecret(input)) continue;
      const variable = variableName(scope, name);
      for (const key of [name, variable, `${variable}_FILE`]) if (!variables.has(key)) variables.set(key, variable);
      // The name of an account is often an ordinary word, which other variables contain as well.
      const text = env[variable]?.trim() ?? "";
      if (text.length >= shortestValue && !(input.type === "text" && input.account === "name")) values.add(text);
    }
  const names = new Set([...variables.values()].flatMap((variable) => [variable, `${variable}_FILE`]));
  return {
    strayKey(key) {
      const variable = variables.get(key);
      if (variable === undefined) return undefined;
      return {
        problem: "is a secret, and everyone who has the file can read it",
        suggestion: `Remove it, and set ${variable}, or ${variable}_FILE to the path of a file that contains it.`,
      };
    },
    // Windows finds a variable whatever the case of its letters.
    isVariable: (name) => names.has(name.toUpperCase()) || values.has(variableIn(env, name)?.trim() ?? ""),
  };
}
