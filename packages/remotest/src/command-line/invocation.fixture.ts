import type { Command, Invocation } from "./command.ts";
import { providersNamedBy, tablesOf } from "./named-providers.ts";
import { readCommandLine } from "./read-command-line.ts";

/** Makes the invocation of a command from its arguments, as `main` does. */
export async function invocationOf(
  command: Command,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Invocation> {
  const providers = await providersNamedBy(command, args, env);
  return { line: readCommandLine([command.name, ...args], tablesOf(command, providers)), providers };
}
