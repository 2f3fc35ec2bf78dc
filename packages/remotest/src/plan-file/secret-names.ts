import { type Provider, variableName } from "@remotest/core";
import { isSecret } from "@remotest/core/flow";
import type { StrayKey } from "./map-keys.ts";

/** The secrets of some providers, by every name that a plan file could use for them. */
export interface SecretNames {
  /** Says what to do with a key that is the name of a secret; undefined for any other key. */
  readonly strayKey: (key: string) => StrayKey | undefined;
  /** True for a variable that contains a secret. */
  readonly isVariable: (name: string) => boolean;
}

/** @param providers those whose variables are named first */
export function secretNamesOf(providers: readonly Provider[]): SecretNames {
  const variables = new Map<string, string>();
  for (const { name: scope, connectInputs, startInputs } of providers)
    for (const [name, input] of Object.entries({ ...connectInputs, ...startInputs })) {
      if (!isSecret(input)) continue;
      const variable = variableName(scope, name);
      for (const key of [name, variable, `${variable}_FILE`]) if (!variables.has(key)) variables.set(key, variable);
    }
  return {
    strayKey(key) {
      const variable = variables.get(key);
      if (variable === undefined) return undefined;
      return {
        problem: "is a secret, and everyone who has the file can read it",
        suggestion: `Remove it, and set ${variable}, or ${variable}_FILE to the path of a file that contains it.`,
      };
    },
    isVariable: (name) => variables.get(name) === name,
  };
}
