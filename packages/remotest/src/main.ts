import {
  exitCodeOfError,
  type InputTable,
  type Provider,
  RemotestError,
  UnexpectedError,
  UsageError,
  verdictOf,
} from "@remotest/core";
import { readCommandLine } from "./command-line.ts";
import type { Command } from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { commandHelp, generalHelp } from "./help.ts";
import { loadProvider } from "./load-provider.ts";
import type { Platform } from "./platform.ts";
import { printError } from "./print-error.ts";
import { errorDocument } from "./result-document.ts";
import { unknownCommand } from "./unknown-command.ts";

/**
 * Runs one command line.
 * @returns the exit code; every error ends here.
 */
export async function main(args: readonly string[], platform: Platform): Promise<number> {
  try {
    return await dispatch(args, platform);
  } catch (cause) {
    const error = cause instanceof RemotestError ? cause : new UnexpectedError(cause);
    if (args.includes("--verbose") && error instanceof UnexpectedError && error.cause instanceof Error)
      platform.stderr.write(`${error.cause.stack}\n`);
    printError(error, platform);
    const exitCode = exitCodeOfError(error);
    if (wantsJson(args, platform.env)) {
      const verdict = error instanceof UsageError ? "usage" : verdictOf(error).kind;
      platform.stdout.write(`${JSON.stringify({ verdict, exitCode, error: errorDocument(error) }, null, 2)}\n`);
    }
    return exitCode;
  }
}

async function dispatch(args: readonly string[], platform: Platform): Promise<number> {
  const [word, ...rest] = args;
  if (word === undefined || word === "--help" || word === "-h" || word === "help") {
    const about = commands.find(({ name }) => name === rest[0]);
    platform.stdout.write(about ? commandHelp(about, undefined) : generalHelp(platform.version));
    return word === undefined ? exitCodeOfError(new UsageError([])) : 0;
  }
  const command = commands.find(({ name }) => name === word);
  if (!command) throw unknownCommand(word);
  const wantsHelp = rest.includes("--help") || rest.includes("-h");
  const provider = await providerNamedBy(command, rest[0], wantsHelp);
  if (wantsHelp) {
    platform.stdout.write(commandHelp(command, provider));
    return 0;
  }
  return command.run(readCommandLine(args, tablesOf(command, provider)), platform);
}

/** Asked before the line is read, because it may be what cannot be read. */
function wantsJson(args: readonly string[], env: Platform["env"]): boolean {
  const given = args.findLast((arg) => /^--(?:no-)?json(?:=|$)/.test(arg));
  return given === undefined ? env["REMOTEST_JSON"] === "true" : given === "--json" || given === "--json=true";
}

/** The provider decides which options there are, so it is needed before the line can be taken apart. */
async function providerNamedBy(
  command: Command,
  word: string | undefined,
  isHelp: boolean,
): Promise<Provider | undefined> {
  if (word === undefined || word.startsWith("-") || command.reads.length === 0) return undefined;
  if (command.reads.includes("start")) return loadProvider(word);
  const [, name] = /^([a-z][a-z0-9-]*):/.exec(word) ?? [];
  if (name === undefined) return undefined;
  // A bad reference is named by the command, together with every other problem.
  return loadProvider(name).catch((error: unknown) => {
    if (isHelp) throw error;
    return undefined;
  });
}

function tablesOf(command: Command, provider: Provider | undefined): InputTable[] {
  const own: InputTable[] = [command.options];
  if (provider && command.reads.includes("connect")) own.push(provider.connectInputs);
  if (provider && command.reads.includes("start")) own.push(provider.startInputs);
  return own;
}
