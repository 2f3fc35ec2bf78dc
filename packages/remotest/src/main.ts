import {
  exitCodeOfError,
  type InputTable,
  type Provider,
  RemotestError,
  UnexpectedError,
  UsageError,
  variableName,
  verdictOf,
} from "@remotest/core";
import { cleanText } from "@remotest/reporters";
import { readCommandLine } from "./command-line.ts";
import type { Command } from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { takeReportDir } from "./earlier-reports.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { loadProvider, providerNames } from "./load-provider.ts";
import type { Platform } from "./platform.ts";
import { printError } from "./print-error.ts";
import { printJson } from "./print-json.ts";
import { redactedError } from "./redacted-provider.ts";
import { redactedOwnText } from "./redacted-text.ts";
import { errorDocument } from "./result-document.ts";
import { unknownCommand } from "./unknown-command.ts";

/**
 * Runs one command line.
 * @returns the exit code; every error ends here.
 */
export async function main(args: readonly string[], platform: Platform): Promise<number> {
  const secrets: string[] = [];
  try {
    return await dispatch(args, { ...platform, hide: (more) => secrets.push(...more) });
  } catch (cause) {
    const shown = redactedError(cause, redactedOwnText(secrets));
    const error = shown instanceof RemotestError ? shown : new UnexpectedError(shown);
    if (args.includes("--verbose") && error instanceof UnexpectedError && error.cause instanceof Error)
      platform.stderr.write(`${cleanText(error.cause.stack ?? "")}\n`);
    printError(error, platform);
    const exitCode = exitCodeOfError(error);
    if (wantsJson(args, platform.env)) {
      const verdict = verdictOf(error).kind;
      printJson({ verdict, exitCode, error: errorDocument(error) }, platform);
    }
    return exitCode;
  }
}

async function dispatch(args: readonly string[], platform: Platform): Promise<number> {
  const [word, ...rest] = args;
  if (word === undefined || word === "--help" || word === "-h" || word === "help") {
    const about = commands.find(({ name }) => name === rest[0]);
    if (word === "help" && rest[0] !== undefined && !about) throw unknownCommand(rest[0]);
    platform.stdout.write(about ? await helpOf(about, []) : generalHelp(platform.version));
    return word === undefined ? exitCodeOfError(new UsageError([])) : 0;
  }
  const command = commands.find(({ name }) => name === word);
  if (!command) throw unknownCommand(word);
  const directory = await takeReportDir(command, args, platform);
  try {
    return await perform(command, rest, args, platform);
  } finally {
    await directory?.[Symbol.asyncDispose]();
  }
}

async function perform(
  command: Command,
  rest: readonly string[],
  args: readonly string[],
  platform: Platform,
): Promise<number> {
  const named = await providersNamedBy(command, rest, platform.env);
  const line = readCommandLine(args, tablesOf(command, named));
  // As an option of its own only: what stands as a value, such as a name, must never end a run as well.
  if (line.options.has("help")) {
    platform.stdout.write(await helpOf(command, named));
    return 0;
  }
  return command.run(line, platform);
}

/** With no reference to tell by, the accounts of all providers are told. */
async function helpOf(command: Command, named: readonly Provider[]): Promise<string> {
  const readsAccountOnly = command.reads.includes("connect") && !command.reads.includes("start");
  const providers = named.length === 0 && readsAccountOnly ? await Promise.all(providerNames.map(loadProvider)) : named;
  return commandHelp(command, providers);
}

/** Asked before the line is read, because it may be what cannot be read. */
function wantsJson(args: readonly string[], env: Platform["env"]): boolean {
  const given = args.findLast((arg) => /^--(?:no-)?json(?:=|$)/.test(arg));
  return given === undefined ? env["REMOTEST_JSON"] === "true" : given === "--json" || given === "--json=true";
}

/** The providers decide which options there are, so they are needed before the line can be taken apart. */
async function providersNamedBy(
  command: Command,
  rest: readonly string[],
  env: Platform["env"],
): Promise<readonly Provider[]> {
  const [word] = rest;
  if (command.reads.includes("start"))
    return word === undefined || word.startsWith("-") ? [] : [await loadProvider(word)];
  if (!command.reads.includes("connect")) return [];
  const option = rest.findIndex((arg) => /^--provider(=|$)/.test(arg));
  const given = option < 0 ? undefined : (rest[option]?.split("=", 2)[1] ?? rest[option + 1]);
  const module = given || env[variableName("remotest", "provider")];
  if (module) return [await loadProvider(module)];
  // A bad reference is named by the command, together with every other problem.
  const names = new Set(rest.map((arg) => /^([a-z][a-z0-9-]*):/.exec(arg)?.[1] ?? ""));
  return Promise.all(providerNames.filter((name) => names.has(name)).map(loadProvider));
}

function tablesOf(command: Command, providers: readonly Provider[]): InputTable[] {
  return [
    command.options,
    ...(command.reads.includes("connect") ? providers.map(({ connectInputs }) => connectInputs) : []),
    ...(command.reads.includes("start") ? providers.map(({ startInputs }) => startInputs) : []),
  ];
}
