import { type InputTable, type OptionsOf, type PathInput, type Problem, UsageError } from "@remotest/core";
import { commonInputs, type Config, type InputScope, readLedger, type StartedRun } from "@remotest/core/flow";
import type { Invocation } from "../command-line/command.ts";
import { pluginVariable } from "../command-line/plugin-names.ts";
import type { Platform } from "../platform.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";
import { loadConfig, secretsIn } from "./given-config.ts";
import { type ReferencedRun, referencedRuns, missingReference } from "./known-references.ts";
import { reportDirOf } from "./left-references.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import { addressProblems, loadNamedFiles, problemsOf, throwIfAny } from "./option-problems.ts";
import { planOptionProblems } from "./plan-options.ts";
import type { Plan } from "./plan.ts";
import { policySaid } from "./policy.ts";
import { oneLine } from "../plan-file/one-line.ts";

/** The option of commands that take a reference: the module of a provider that is not part of the command. */
export const providerModule: PathInput = {
  type: "path",
  doc: "The module of your own provider, if the reference is from it: ./my-provider.js or a package.",
};

/**
 * Makes the plan of the commands that take references of known runs.
 * @throws {UsageError} with every problem.
 */
export async function planKnown<Table extends InputTable>(
  { line, providers: named }: Invocation,
  platform: Platform,
  table: Table,
  command: "attach" | "rerun" | "cancel" | "status",
): Promise<Plan<OptionsOf<Table>> & { readonly runs: readonly StartedRun[] }> {
  const [, ...references] = line.words;
  if (references.length === 0) {
    const dir = command === "attach" ? reportDirOf(line.options, platform.env) : undefined;
    throw new UsageError([await missingReference(dir)]);
  }
  const { known, problems: ofReferences } = referencedRuns(references, named);
  const providers = [...new Set(known.map(({ provider }) => provider))];
  const scopes: InputScope[] = [
    { scope: "remotest", table },
    ...providers.map(({ name, connectInputs }) => ({ scope: name, table: connectInputs })),
  ];
  const config = loadConfig(scopes, line, platform);
  const files = await loadNamedFiles(config);
  const problems: Problem[] = [
    ...ofReferences,
    ...(platform.env[pluginVariable] ? planOptionProblems(line, platform.env, "attach") : []),
    ...files.problems,
    // Without any valid reference it is not known which options exist.
    ...(known.length > 0 ? await problemsOf(line, scopes, config, [], platform.env) : []),
    ...addressProblems(providers, config),
  ];
  for (const provider of providers) problems.push(...(await provider.check(config.of(provider.name), undefined)));
  const unknown = misspelt(scopes, providers, platform);
  throwIfAny(problems, unknown);
  const writesReport = command === "attach" || command === "rerun";
  const labels = writesReport ? await labelsIn(reportDirOf(line.options, platform.env)) : undefined;
  return {
    runs: known.map((run) => ({ ...plannedRun(run, command, config, platform), label: labels?.get(run.handle.ref) })),
    options: config.read("remotest", table),
    said: policySaid(config.read("remotest", commonInputs), line, platform.env),
    quarantine: files.quarantine,
    ownReporters: files.ownReporters,
    warnings: [...config.warnings, ...warningsOf(unknown)],
  };
}

/** Returns what the runs in a report directory were called when they were started, by reference. */
async function labelsIn(dir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readLedger(dir);
  if (typeof entries === "string") return new Map();
  return new Map(entries.flatMap(({ ref, label }) => (ref === null || label === null ? [] : [[ref, label] as const])));
}

function plannedRun(
  { provider, handle }: ReferencedRun,
  command: string,
  config: Config,
  platform: Platform,
): StartedRun {
  const { name } = config.of("remotest");
  return {
    provider: redactedProvider(provider, secretsIn(config, platform)),
    connect: config.of(provider.name),
    name: typeof name === "string" ? oneLine(name) : (handle.name ?? handle.ref),
    beginning: { kind: command === "rerun" ? command : "attach", handle },
  };
}
