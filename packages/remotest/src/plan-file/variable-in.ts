import type { Platform } from "../platform.ts";

/** Returns the value of a variable. What a record inherits, such as its constructor, is not a variable. */
export function variableIn(env: Platform["env"], name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}
