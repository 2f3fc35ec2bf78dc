import {
  type InputTable,
  optionName,
  type OptionValues,
  type Problem,
  type Provider,
  type RunHandle,
  UsageError,
  variableName,
} from "@remotest/core";
import {
  type CommonOptions,
  type Config,
  commonInputs,
  type InputScope,
  misspeltVariables,
  type PlannedRun,
  type QuarantineEntry,
  type QuarantineFile,
  unknownOptions,
} from "@remotest/core/flow";
import { callbackProblems } from "../callback/callback-address.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { correlationOf } from "./correlation-token.ts";
import { inputsFingerprint } from "./fingerprint.ts";
import { configOf, secretsIn } from "./given-config.ts";
import { loadProvider, providerNames } from "../providers/load-provider.ts";
import type { Platform } from "../platform.ts";
import { readQuarantineFile } from "../files/quarantine-file.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";
import { defaultRunName, distinction, oneLine } from "./run-name.ts";
import { insecureAddresses } from "../network/secure-address.ts";
import { caFileProblem, proxyProblems } from "../network/transport.ts";

/** What a command line asks for, checked: nothing is wrong with it, and nothing has been sent. */
export interface Plan {
  readonly runs: readonly PlannedRun[];
  readonly common: CommonOptions;
  /** What `--quarantine` forgives. */
  readonly quarantine: readonly QuarantineEntry[];
  /** What stops nobody and is to be said once. */
  readonly warnings: readonly string[];
}

/**
 * The plan of `remotest run <provider>` and `remotest start <provider>`.
 * @throws {UsageError} with every problem.
 */
export async function planStart(line: CommandLine, platform: Platform, common: InputTable): Promise<Plan> {
  const [, word, ...more] = line.words;
  if (word === undefined) throw noProvider(line);
  const provider = await loadProvider(word);
  const scopes = [
    { scope: "remotest", table: common },
    { scope: provider.name, table: provider.connectInputs },
    { scope: provider.name, table: provider.startInputs },
  ];
  const config = configOf(scopes, line, platform);
  const quarantine = await quarantineOf(config);
  const options = config.runsOf(provider.name);
  const problems = [
    ...more.map(unexpectedWord),
    ...(await problemsOf(line, scopes, config, provider.name, platform.env)),
    ...quarantine.problems,
    ...addressProblems([provider], config),
    ...callbackProblems(config.of("remotest")["callbackListen"], provider, options),
  ];
  for (const each of options) problems.push(...(await provider.check(each, each)));
  throwIfAny(problems, misspeltVariables(scopes, platform.env));
  const name = config.of("remotest")["name"];
  const given = typeof name === "string" ? oneLine(name) : "";
  const runName = given || (await defaultRunName(platform.env));
  const correlation = correlationOf(config.of("remotest")["correlate"], provider);
  const tables = [provider.connectInputs, provider.startInputs];
  const runs = options.map((each) => {
    const template = distinction(provider, each);
    const named = options.length > 1 ? `${template}: ${runName}` : runName;
    // A guessed name may be another one when the same command is given again: git is gone, or too slow.
    const asked = { provider: provider.name, what: `start ${given}`, tables, options: each, job: platform.job };
    return {
      provider: redactedProvider(provider, secretsIn(config, platform)),
      connect: each,
      name: named,
      distinction: template || undefined,
      beginning: { kind: "start", options: each } as const,
      inputs: inputsFingerprint(asked, platform.env),
      token: correlation.token(),
    };
  });
  const warnings = [...config.warnings, ...correlation.warnings];
  const read = config.of("remotest") as unknown as CommonOptions;
  return { runs, common: read, quarantine: quarantine.entries, warnings };
}

/**
 * The plan of the commands that take references of runs known already.
 * @throws {UsageError} with every problem.
 */
export async function planKnown(
  line: CommandLine,
  platform: Platform,
  common: InputTable,
  kind: "attach" | "rerun",
): Promise<Plan> {
  const [, ...references] = line.words;
  if (references.length === 0)
    throw new UsageError([{ message: "A run reference is missing, such as apptest:251929." }]);
  const given = line.options.get("provider")?.at(-1) || platform.env[variableName("remotest", "provider")] || undefined;
  const problems: Problem[] = [];
  const found: { readonly provider: Provider; readonly handle: RunHandle }[] = [];
  for (const reference of references) {
    try {
      found.push(await resolveReference(reference, given));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(...error.problems);
    }
  }
  const providers = [...new Set(found.map(({ provider }) => provider))];
  const scopes: InputScope[] = [
    { scope: "remotest", table: common },
    ...providers.map(({ name, connectInputs }) => ({ scope: name, table: connectInputs })),
  ];
  const config = configOf(scopes, line, platform);
  const quarantine = await quarantineOf(config);
  problems.push(...quarantine.problems);
  // Without a single good reference nobody knows which options there are.
  if (found.length > 0) problems.push(...(await problemsOf(line, scopes, config, undefined, platform.env)));
  problems.push(...addressProblems(providers, config));
  for (const provider of providers) problems.push(...(await provider.check(config.of(provider.name), undefined)));
  throwIfAny(problems, misspeltVariables(scopes, platform.env));
  const name = config.of("remotest")["name"];
  const runs = found.map(({ provider, handle }) => {
    const options = config.of(provider.name);
    return {
      provider: redactedProvider(provider, secretsIn(config, platform)),
      connect: options,
      name: typeof name === "string" ? oneLine(name) : (handle.name ?? handle.ref),
      beginning: { kind, handle },
    };
  });
  const read = config.of("remotest") as unknown as CommonOptions;
  return { runs, common: read, quarantine: quarantine.entries, warnings: config.warnings };
}

/** The options of a command that needs no provider, and everything that is wrong with them. */
export interface OwnOptions {
  readonly options: OptionValues;
  readonly problems: readonly Problem[];
}

/** Reads the options of a command that needs no provider; the words that follow it are its own business. */
export function readOptions(line: CommandLine, env: Platform["env"], table: InputTable): OwnOptions {
  const scopes = [{ scope: "remotest", table }];
  const config = configOf(scopes, line, { env });
  const unknown = unknownOptions(line.options, scopes, new Map());
  return { options: config.of("remotest"), problems: [...line.problems, ...unknown, ...config.problems] };
}

/**
 * Reads the options of a command that needs neither a provider nor a word.
 * @throws {UsageError} with every problem.
 */
export function readOwnOptions(line: CommandLine, env: Platform["env"], table: InputTable): OptionValues {
  const { options, problems } = readOptions(line, env, table);
  throwIfAny([...line.words.slice(1).map(unexpectedWord), ...problems]);
  return options;
}

async function resolveReference(
  reference: string,
  module: string | undefined,
): Promise<{ readonly provider: Provider; readonly handle: RunHandle }> {
  const [, name = "", rest = ""] = /^([a-z][a-z0-9-]*):(.+)$/su.exec(reference) ?? [];
  const provider =
    name && (module !== undefined || providerNames.includes(name)) ? await loadProvider(module ?? name) : undefined;
  const handle = provider?.name === name ? provider.parseReference(rest) : undefined;
  if (provider && handle) return { provider, handle };
  throw new UsageError([
    {
      message: `${JSON.stringify(reference)} is not a run reference.`,
      suggestion: "A reference is printed when a run is started: apptest:251929, or ats:<AppID>/<JobID>.",
    },
  ]);
}

function quarantineOf(config: Config): Promise<QuarantineFile> {
  const { quarantine } = config.of("remotest");
  return readQuarantineFile(typeof quarantine === "string" ? quarantine : undefined);
}

async function problemsOf(
  line: CommandLine,
  scopes: readonly InputScope[],
  config: Config,
  provider: string | undefined,
  env: Platform["env"],
): Promise<Problem[]> {
  const { caFile, proxy } = config.of("remotest");
  const problem = caFileProblem(typeof caFile === "string" ? caFile : undefined);
  // To say where an option belongs all providers are loaded: only when there is one to say it of.
  const isKnown = unknownOptions(line.options, scopes, new Map()).length === 0;
  const unknown = isKnown ? [] : unknownOptions(line.options, scopes, await optionsElsewhere(provider));
  const proxies = proxy === undefined ? proxyProblems(env) : [];
  return [...line.problems, ...unknown, ...config.problems, ...(problem ? [problem] : []), ...proxies];
}

/** Credentials go to these addresses: see `insecureAddresses`. */
function addressProblems(providers: readonly Provider[], config: Config): Problem[] {
  if (config.of("remotest")["insecureHttp"] === true) return [];
  return providers.flatMap(({ name, connectInputs }) => insecureAddresses(name, connectInputs, config.of(name)));
}

/** Options that exist, but not here, with where they belong. */
async function optionsElsewhere(provider: string | undefined): Promise<ReadonlyMap<string, string>> {
  const elsewhere = new Map<string, string>();
  for (const name of Object.keys(commonInputs)) elsewhere.set(optionName(name).slice(2), "an option of other commands");
  for (const other of providerNames) {
    if (other === provider) continue;
    const { connectInputs, startInputs } = await loadProvider(other);
    const where = provider === undefined ? "only for starting a run" : `an option of ${other}, not of ${provider}`;
    for (const name of Object.keys({ ...connectInputs, ...startInputs }))
      elsewhere.set(optionName(name).slice(2), where);
  }
  return elsewhere;
}

/** @param hints what is no problem by itself, but may explain one. */
function throwIfAny(problems: readonly Problem[], hints: readonly Problem[] = []): void {
  const unique = new Map([...problems, ...hints].map((problem) => [problem.message, problem]));
  if (problems.length > 0) throw new UsageError([...unique.values()]);
}

function noProvider(line: CommandLine): UsageError {
  return new UsageError([
    ...line.problems,
    {
      message: `A provider is missing: ${providerNames.join(" or ")}.`,
      suggestion: `remotest ${line.words[0] ?? "run"} ${providerNames[0]} --help lists its options.`,
    },
  ]);
}

export function unexpectedWord(word: string): Problem {
  return { message: `${JSON.stringify(word)} is not expected here.`, suggestion: "Quote a value that holds spaces." };
}
