import {
  type InputTable,
  type Problem,
  type Provider,
  ProviderError,
  RemotestError,
  UnknownStartError,
  UsageError,
} from "@remotest/core";
import {
  commonInputs,
  exitCodeOfError,
  inWords,
  readValue,
  UnexpectedError,
  unknownOptions,
  verdictOf,
} from "@remotest/core/flow";
import type { Redact } from "@remotest/http";
import { clean, type CleanText, cleanText } from "@remotest/reporters";
import { type CommandLine, readCommandLine } from "./command-line/read-command-line.ts";
import type { Command } from "./command-line/command.ts";
import { commands } from "./commands/index.ts";
import { moveStaleReports, takeReportDir } from "./output/earlier-reports.ts";
import { commandHelp, generalHelp } from "./command-line/help.ts";
import { likelySecrets } from "./secrets/likely-secrets.ts";
import { allProviders } from "./providers/load-provider.ts";
import { planFilePath } from "./command-line/plan-file-path.ts";
import { providersNamedBy, tablesOf } from "./command-line/named-providers.ts";
import { unexpectedWord } from "./plan/option-problems.ts";
import { withLeftReferences } from "./plan/left-references.ts";
import type { PlanFile } from "./plan-file/plan-run.ts";
import type { Platform } from "./platform.ts";
import { inputNames } from "./command-line/plugin-names.ts";
import { printError } from "./output/print-error.ts";
import { printJson } from "./output/print-json.ts";
import { redactedError } from "./secrets/redacted-provider.ts";
import { redactedOwnText } from "./secrets/redacted-text.ts";
import { errorDocument } from "./output/result-document.ts";
import { unknownCommand } from "./command-line/unknown-command.ts";

/**
 * Runs one command line. Every error ends here.
 * @returns the exit code
 */
export async function main(args: readonly string[], platform: Platform): Promise<number> {
  const secrets: string[] = [];
  const own: Redact = (text) => redactedOwnText([...secrets, ...likelySecrets(platform.env)])(text);
  try {
    const names = inputNames(platform.env);
    return await dispatch(args, { ...platform, names, own, hide: (more) => secrets.push(...more) });
  } catch (cause) {
    const error = redactError(cause, secrets, platform.env);
    if (args.includes("--verbose") && error instanceof UnexpectedError && error.cause instanceof Error)
      platform.stderr.write(clean`${cleanText(error.cause.stack ?? "")}\n`);
    printError(error, platform);
    const exitCode = exitCodeOfError(error);
    if (wantsJson(args, platform.env)) {
      const verdict = verdictOf(error).kind;
      printJson({ verdict, exitCode, error: errorDocument(error) }, platform);
    }
    platform.observer?.refused(error);
    return exitCode;
  }
}

/** Returns the error as it may be shown. If its secrets cannot be removed, nothing of it is shown. */
function redactError(cause: unknown, secrets: readonly string[], env: Platform["env"]): RemotestError {
  try {
    // An error about a run contains its reference, which must stay readable: only real secrets, known by now, are removed.
    const isOfRun = cause instanceof ProviderError || cause instanceof UnknownStartError;
    const shown = redactedError(cause, redactedOwnText(isOfRun ? secrets : [...secrets, ...likelySecrets(env)]));
    return inWords(shown instanceof RemotestError ? shown : new UnexpectedError(shown), inputNames(env));
  } catch {
    return new UnexpectedError(new Error("it is not shown, because it may contain a secret"));
  }
}

async function dispatch(args: readonly string[], platform: Platform): Promise<number> {
  const [word, ...rest] = args;
  if (word === "--help" || word === "-h" || word === "help") {
    const about = commands.find(({ name }) => name === rest[0]);
    if (word === "help" && rest[0] !== undefined && !about) throw unknownCommand(rest[0], commands);
    platform.stdout.write(about ? await helpOf(about, []) : generalHelp(platform.version, commands));
    return 0;
  }
  const command = commands.find(({ name }) => name === word);
  if (command) return runCommand(command, args, platform);
  const problems = [
    ...(word === undefined ? [] : unknownCommand(word, commands).problems),
    ...(await moveStaleReports(args, platform)),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  platform.stdout.write(generalHelp(platform.version, commands));
  return exitCodeOfError(new UsageError([]));
}

async function runCommand(command: Command, given: readonly string[], platform: Platform): Promise<number> {
  const args = await withLeftReferences(command, given, platform);
  // Loaded once. An error is reported only after earlier reports have been moved aside.
  const named = await settle(providersNamedBy(command, args.slice(1), platform.env));
  const help =
    "value" in named && args.some(mayAskForHelp) ? await requestedHelp(command, args, named.value) : undefined;
  if (help !== undefined) {
    platform.stdout.write(help);
    return 0;
  }
  const planFile = await openedPlanFile(command, args, platform);
  const inPlan = planFile && { value: [...new Set(planFile.runs.map(({ provider }) => provider))] };
  const found = inPlan ?? named;
  const directory = isDryRun(command, args, found, platform.env)
    ? undefined
    : await takeReportDir(command, args, platform, planFile?.reportDir);
  try {
    if ("error" in found) throw found.error;
    const providers = found.value;
    const tables = tablesOf(command, providers);
    const line = readCommandLine(args, tables);
    // A commit's subject can read `--help`; that must not end with 0 as if help was asked for.
    if (line.asksForHelp) throw new UsageError(formProblems(command, line, tables));
    return await command.run({ line, providers, planFile }, platform);
  } finally {
    await directory?.[Symbol.asyncDispose]();
  }
}

/** Loaded only if it is needed: most commands use no plan file. */
async function openedPlanFile(
  command: Command,
  args: readonly string[],
  platform: Platform,
): Promise<PlanFile | undefined> {
  const path = planFilePath(command, args, platform.env);
  if (path === undefined) return undefined;
  const { openPlanFile } = await import("./plan-file/open-plan-file.ts");
  return openPlanFile(path, platform);
}

/** A dry run leaves even earlier reports where they are. A line that is not well formed is none: `--name --dry-run`. */
function isDryRun(
  command: Command,
  args: readonly string[],
  named: Settlement<readonly Provider[]>,
  env: Platform["env"],
): boolean {
  if (!("dryRun" in command.options) || "error" in named) return false;
  const { options, problems } = readCommandLine(args, tablesOf(command, named.value));
  return problems.length === 0 && isOn(options.get("dry-run")?.at(-1) || env["REMOTEST_DRY_RUN"] || "");
}

type Settlement<T> = { readonly value: T } | { readonly error: unknown };

async function settle<T>(promise: Promise<T>): Promise<Settlement<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

function mayAskForHelp(arg: string): boolean {
  return arg === "--help" || /^-[^-]*h/.test(arg);
}

/** Returns the help, if the line asks for it and is well formed; missing options are allowed. */
async function requestedHelp(
  command: Command,
  args: readonly string[],
  named: readonly Provider[],
): Promise<CleanText | undefined> {
  const tables = tablesOf(command, named.length > 0 ? named : await allProviders());
  const line = readCommandLine(args, tables);
  if (!line.asksForHelp || formProblems(command, line, tables).length > 0) return undefined;
  return helpOf(command, named);
}

function formProblems(command: Command, line: CommandLine, tables: readonly InputTable[]): readonly Problem[] {
  const scopes = tables.map((table) => ({ scope: "", table }));
  const more = command.reads.includes("start") ? line.words.slice(2) : [];
  return [...line.problems, ...more.map(unexpectedWord), ...unknownOptions(line.options, scopes, new Map())];
}

/** Without a reference that names a provider, the help lists the account inputs of all of them. */
async function helpOf(command: Command, named: readonly Provider[]): Promise<CleanText> {
  const readsAccountOnly = command.reads.includes("connect") && !command.reads.includes("start");
  return commandHelp(command, named.length === 0 && readsAccountOnly ? await allProviders() : named);
}

function isOn(text: string): boolean {
  const read = readValue(commonInputs.json, text);
  return "value" in read && read.value === true;
}

/** Looks for `--json` without parsing the line, because the parser may be what failed. */
function wantsJson(args: readonly string[], env: Platform["env"]): boolean {
  const given = args.findLast((arg) => /^--(?:no-)?json(?:=|$)/.test(arg));
  if (given === undefined || given === "") return isOn(env["REMOTEST_JSON"] ?? "");
  return given.startsWith("--no-") ? false : given === "--json" || isOn(given.slice("--json=".length));
}
