import {
  type InputTable,
  listed,
  optionName,
  type OptionsOf,
  type Problem,
  type Provider,
  UsageError,
  variableName,
} from "@remotest/core";
import {
  type Config,
  commonInputs,
  type InputScope,
  type QuarantineFile,
  readValue,
  distinctProblems,
  unknownOptions,
} from "@remotest/core/flow";
import { attachInputs } from "../command-line/attach-inputs.ts";
import { pluginVariable } from "../command-line/plugin-names.ts";
import { codeHostProblems } from "../code-host/check-name.ts";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { planInputs, shardInputs } from "../plan-file/plan-inputs.ts";
import { loadOwnReporters, type OwnReporters } from "../files/own-reporters.ts";
import { readQuarantineFile } from "../files/quarantine-file.ts";
import { insecureAddresses } from "../network/secure-address.ts";
import { caFileProblem, proxyProblems } from "../network/transport.ts";
import type { Platform } from "../platform.ts";
import { loadProvider, providerNames } from "../providers/load-provider.ts";
import { loadConfig } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";

/** The options of a command that needs no provider, and all their problems. */
interface OwnOptions<Table extends InputTable> {
  /** Complete only if there are no problems. */
  readonly options: OptionsOf<Table>;
  readonly problems: readonly Problem[];
  /** To be printed once; they stop nothing. */
  readonly warnings: readonly string[];
}

/** Reads the options of a command that needs no provider. It does not check the words of the line. */
export function readOptions<Table extends InputTable>(
  line: CommandLine,
  platform: Pick<Platform, "env" | "hide">,
  table: Table,
): OwnOptions<Table> {
  const scopes = [{ scope: "remotest", table }];
  const config = loadConfig(scopes, line, platform);
  const unknown = unknownOptions(line.options, scopes, new Map());
  const variables = misspelt(scopes, [], platform);
  const problems = [...line.problems, ...unknown, ...config.problems];
  return {
    options: config.read("remotest", table),
    problems: problems.length === 0 ? [] : distinctProblems([...problems, ...variables]),
    warnings: [...config.warnings, ...warningsOf(variables)],
  };
}

/**
 * Reads the options of a command that needs neither a provider nor a word.
 * @throws {UsageError} with every problem.
 */
export function readOwnOptions<Table extends InputTable>(
  line: CommandLine,
  env: Platform["env"],
  table: Table,
): OptionsOf<Table> {
  const { options, problems } = readOptions(line, { env }, table);
  throwIfAny([...line.words.slice(1).map(unexpectedWord), ...problems]);
  return options;
}

/** The content of the files that options name, and what is wrong with them. */
interface NamedFiles {
  readonly quarantine: QuarantineFile["entries"];
  readonly ownReporters: OwnReporters;
  readonly problems: readonly Problem[];
}

/** Reads the file of `--quarantine`, then loads the modules of `--reporter`. */
export async function loadNamedFiles(config: Config): Promise<NamedFiles> {
  const { quarantine, reporter } = config.of("remotest");
  const { entries, problems } = await readQuarantineFile(typeof quarantine === "string" ? quarantine : undefined);
  const ownReporters = await loadOwnReporters(typeof reporter === "string" ? reporter : undefined);
  return { quarantine: entries, ownReporters, problems: [...problems, ...ownReporters.problems] };
}

/**
 * Finds every problem of the options, except those that the provider finds.
 *
 * @param providers those that are started; none if the runs are known
 */
export async function problemsOf(
  line: CommandLine,
  scopes: readonly InputScope[],
  config: Config,
  providers: readonly string[],
  env: Platform["env"],
): Promise<Problem[]> {
  // All providers are loaded to say where an option belongs, so only if there is an unknown option.
  const isKnown = unknownOptions(line.options, scopes, new Map()).length === 0;
  const unknown = isKnown ? [] : unknownOptions(line.options, scopes, await optionsElsewhere(providers, line.words[0]));
  const ofHost = codeHostProblems(config.of("remotest"), line.words[0] ?? "");
  const waiting = notToAttach(line, env);
  return [
    ...line.problems,
    ...unknown,
    ...config.problems,
    ...networkProblems(config.of("remotest"), env),
    ...ofHost,
    ...waiting,
  ];
}

/** Finds the problems of the way to a server: the file of `--ca-file`, and the proxies that the environment names. */
export function networkProblems(
  { caFile, proxy }: Readonly<Record<string, unknown>>,
  env: Platform["env"],
): readonly Problem[] {
  const problem = caFileProblem(typeof caFile === "string" ? caFile : undefined);
  return [...(problem ? [problem] : []), ...(proxy === undefined ? proxyProblems(env) : [])];
}

/** In a plugin, a variable is an input: one that is only for a known run must not start another. */
function notToAttach({ words }: CommandLine, env: Platform["env"]): readonly Problem[] {
  const given = env[variableName("remotest", "noWait")] ?? "";
  const read = readValue(attachInputs.noWait, given);
  const isOff = given === "" || ("value" in read && read.value === false);
  if (!env[pluginVariable] || isOff || words[0] === "attach") return [];
  return [
    {
      message: ({ option }) => `${option("noWait")} is for a run that was started before; nothing was started.`,
      suggestion: "Set attach to the reference of the run.",
    },
  ];
}

/** Finds addresses that would receive credentials unencrypted, see `insecureAddresses`. */
export function addressProblems(providers: readonly Provider[], config: Config): Problem[] {
  if (config.of("remotest")["insecureHttp"] === true) return [];
  return providers.flatMap(({ name, connectInputs }) => insecureAddresses(name, connectInputs, config.of(name)));
}

/**
 * Returns the options that exist, but not here, and where they belong.
 * @param providers the names of those whose options exist here
 * @param command the name of the command
 */
export async function optionsElsewhere(
  providers: readonly string[],
  command?: string,
): Promise<ReadonlyMap<string, string>> {
  const elsewhere = new Map<string, string>();
  const others = "an option of other commands";
  const waiting = command === "start" ? "for the command that waits for the run" : others;
  for (const name of Object.keys({ ...planInputs, ...shardInputs })) elsewhere.set(optionName(name).slice(2), others);
  for (const name of Object.keys({ ...commonInputs, ...codeHostInputs, ...attachInputs }))
    elsewhere.set(optionName(name).slice(2), waiting);
  const owners = new Map<string, string[]>();
  for (const owner of providerNames.filter((each) => !providers.includes(each))) {
    const { connectInputs, startInputs } = await loadProvider(owner);
    for (const name of Object.keys({ ...connectInputs, ...startInputs })) {
      const option = optionName(name).slice(2);
      owners.set(option, [...(owners.get(option) ?? []), owner]);
    }
  }
  const here = listed(providers, "or");
  for (const [option, names] of owners)
    elsewhere.set(
      option,
      here === "" ? "only for starting a run" : `an option of ${listed(names, "and")}, not of ${here}`,
    );
  return elsewhere;
}

/**
 * @param hints shown only with a problem, because they may explain it
 * @throws {UsageError} with every problem
 */
export function throwIfAny(problems: readonly Problem[], hints: readonly Problem[] = []): void {
  if (problems.length > 0) throw new UsageError(distinctProblems([...problems, ...hints]));
}

export function unexpectedWord(word: string): Problem {
  return {
    message: `${JSON.stringify(word)} is not expected here.`,
    suggestion: "Quote a value that contains spaces.",
  };
}
