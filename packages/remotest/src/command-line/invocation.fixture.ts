import type { Command, Invocation } from "./command.ts";
import { providersNamedBy, tablesOf } from "./named-providers.ts";
import { readCommandLine } from "./read-command-line.ts";

/** What a command is called with by these words, as `main` makes it. */
export async function invocationOf(
  command: Command,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Invocation> {
  const providers = await providersNamedBy(command, args, env);
  return { line: readCommandLine([command.name, ...args], tablesOf(command, providers)), providers };
}
