import { type InputTable, type Provider, variableName } from "@remotest/core";
import { loadProvider, providerNames } from "../providers/load-provider.ts";
import type { Command } from "./command.ts";

/**
 * Loads the providers that a command line names, each once. Their tables decide which options exist, so they are needed
 * before the line can be parsed.
 *
 * @param rest what follows the command
 * @throws {UsageError} if one cannot be loaded.
 */
export async function providersNamedBy(
  command: Pick<Command, "reads">,
  rest: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Provider[]> {
  const [word] = rest;
  if (command.reads.includes("start"))
    return word === undefined || word.startsWith("-") ? [] : [await loadProvider(word)];
  if (!command.reads.includes("connect")) return [];
  const option = rest.findIndex((arg) => /^--provider(=|$)/.test(arg));
  const given = option < 0 ? undefined : (rest[option]?.split("=", 2)[1] ?? rest[option + 1]);
  const module = given || env[variableName("remotest", "provider")];
  if (module) return [await loadProvider(module)];
  // The command itself reports a bad reference, together with every other problem.
  const names = new Set(rest.map((arg) => /^([a-z][a-z0-9-]*):/.exec(arg)?.[1] ?? ""));
  return Promise.all(providerNames.filter((name) => names.has(name)).map(loadProvider));
}

/** Returns the tables of inputs that a command reads: its own and those of the providers. */
export function tablesOf(command: Command, providers: readonly Provider[]): InputTable[] {
  return [
    command.options,
    ...(command.reads.includes("connect") ? providers.map(({ connectInputs }) => connectInputs) : []),
    ...(command.reads.includes("start") ? providers.map(({ startInputs }) => startInputs) : []),
  ];
}
