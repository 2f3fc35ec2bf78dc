import { type InputTable, optionName, type OptionsOf, type Problem, type Provider, UsageError } from "@remotest/core";
import { type Config, commonInputs, type InputScope, type QuarantineFile, unknownOptions } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { readQuarantineFile } from "../files/quarantine-file.ts";
import { insecureAddresses } from "../network/secure-address.ts";
import { caFileProblem, proxyProblems } from "../network/transport.ts";
import type { Platform } from "../platform.ts";
import { loadProvider, providerNames } from "../providers/load-provider.ts";
import { configOf } from "./given-config.ts";

/** The options of a command that needs no provider, and everything that is wrong with them. */
interface OwnOptions<Table extends InputTable> {
  /** What is required is there only if nothing is wrong. */
  readonly options: OptionsOf<Table>;
  readonly problems: readonly Problem[];
}

/** Reads the options of a command that needs no provider; the words that follow it are its own business. */
export function readOptions<Table extends InputTable>(
  line: CommandLine,
  env: Platform["env"],
  table: Table,
): OwnOptions<Table> {
  const scopes = [{ scope: "remotest", table }];
  const config = configOf(scopes, line, { env });
  const unknown = unknownOptions(line.options, scopes, new Map());
  return { options: config.read("remotest", table), problems: [...line.problems, ...unknown, ...config.problems] };
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
  const { options, problems } = readOptions(line, env, table);
  throwIfAny([...line.words.slice(1).map(unexpectedWord), ...problems]);
  return options;
}

/** What the quarantine file of these options forgives. */
export function quarantineOf(config: Config): Promise<QuarantineFile> {
  const { quarantine } = config.of("remotest");
  return readQuarantineFile(typeof quarantine === "string" ? quarantine : undefined);
}

/** Everything that is wrong with the options as such. */
export async function problemsOf(
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
export function addressProblems(providers: readonly Provider[], config: Config): Problem[] {
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

/**
 * @param hints what is no problem by itself, but may explain one
 * @throws {UsageError} with every problem
 */
export function throwIfAny(problems: readonly Problem[], hints: readonly Problem[] = []): void {
  const unique = new Map([...problems, ...hints].map((problem) => [problem.message, problem]));
  if (problems.length > 0) throw new UsageError([...unique.values()]);
}

export function unexpectedWord(word: string): Problem {
  return { message: `${JSON.stringify(word)} is not expected here.`, suggestion: "Quote a value that holds spaces." };
}
