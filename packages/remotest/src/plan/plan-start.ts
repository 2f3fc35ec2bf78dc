import { basename } from "node:path";
import {
  type InputTable,
  type OptionsOf,
  type OptionValues,
  type Problem,
  type Provider,
  UsageError,
} from "@remotest/core";
import { onlyOf, runLabels } from "@remotest/core/flow";
import { serviceLine } from "@remotest/reporters";
import { callbackProblems } from "../callback/callback-address.ts";
import type { Invocation } from "../command-line/command.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { Platform } from "../platform.ts";
import { providerNames } from "../providers/load-provider.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";
import { correlationOf } from "./correlation-token.ts";
import { inputsFingerprint } from "./fingerprint.ts";
import { loadConfig, secretsIn } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import {
  addressProblems,
  problemsOf,
  loadQuarantine,
  loadReporters,
  throwIfAny,
  unexpectedWord,
} from "./option-problems.ts";
import type { Plan } from "./plan.ts";
import { defaultRunName, distinction, oneLine } from "./run-name.ts";

/**
 * Makes the plan of `remotest run <provider>` and `remotest start <provider>`.
 * @throws {UsageError} with every problem.
 */
export async function planStart<Table extends InputTable>(
  { line, providers }: Invocation,
  platform: Platform,
  table: Table,
): Promise<Plan<OptionsOf<Table>>> {
  const more = line.words.slice(2);
  const [provider] = providers;
  if (provider === undefined) throw missingProvider(line);
  const tables = [provider.connectInputs, provider.startInputs];
  const [connectOf, startOf] = [optionsOf(provider, "connectInputs"), optionsOf(provider, "startInputs")];
  const scopes = [{ scope: "remotest", table }, ...tables.map((each) => ({ scope: provider.name, table: each }))];
  const config = loadConfig(scopes, line, platform);
  const quarantine = await loadQuarantine(config);
  const ownReporters = await loadReporters(config);
  const options = config.runsOf(provider.name);
  const problems = [
    ...more.map(unexpectedWord),
    ...(await problemsOf(line, scopes, config, provider.name, platform.env)),
    ...quarantine.problems,
    ...ownReporters.problems,
    ...addressProblems([provider], config),
    ...callbackProblems(config.of("remotest")["callbackListen"], provider, options),
  ];
  for (const each of options) problems.push(...(await provider.check(connectOf(each), startOf(each))));
  const given = config.labelsOf(provider.name);
  problems.push(...sharedLabels(given));
  const unknown = misspelt(scopes, [provider], platform);
  throwIfAny(problems, unknown);
  const name = config.of("remotest")["name"];
  const givenName = typeof name === "string" ? oneLine(name) : "";
  const runName = givenName || (await defaultRunName(platform.env));
  const correlation = correlationOf(config.of("remotest")["correlate"], provider);
  const reading = readingNote(config.of("remotest")["quiet"] === true, platform);
  const templates = options.map((each) => distinction(provider, each));
  const labels = runLabels(templates.map((id, index) => ({ name: runName, distinction: id, label: given[index] })));
  const runs = options.map((each, index) => {
    const named = options.length > 1 ? `${labels[index]}: ${runName}` : runName;
    // Only a given name: a default one may differ when the same command is repeated, for example if git is too slow.
    const request = { provider: provider.name, what: `start ${givenName}`, tables, options: each, job: platform.job };
    return {
      provider: redactedProvider(provider, secretsIn(config, platform)),
      connect: connectOf(each),
      name: named,
      distinction: templates[index] || undefined,
      label: given[index],
      beginning: { kind: "start", options: startOf(each) } as const,
      inputs: inputsFingerprint(request, platform.env, reading),
      token: correlation.token(),
    };
  });
  const warnings = [...config.warnings, ...warningsOf(unknown), ...correlation.warnings];
  return { runs, options: config.read("remotest", table), quarantine: quarantine.entries, ownReporters, warnings };
}

/** Says once which large file is being read: until that is done, nothing else happens. */
function readingNote(
  quiet: boolean,
  { stderr, own = (text) => text }: Pick<Platform, "stderr" | "own">,
): (path: string) => void {
  const told = new Set<string>();
  return (path) => {
    if (!quiet && !told.has(path)) stderr.write(`Reading ${serviceLine(own(basename(path)))}\n`);
    told.add(path);
  };
}

/** Two runs with the same label could not be told apart. */
function sharedLabels(labels: readonly (string | undefined)[]): readonly Problem[] {
  const shared = labels.filter((label, index) => label !== undefined && labels.indexOf(label) < index);
  return shared.map((label) => ({
    message: `Two runs have the label ${JSON.stringify(label)}.`,
    suggestion: "Give each run its own label, or none.",
  }));
}

/** Takes the options of one part of a provider out of those of a run. */
function optionsOf(provider: Provider, part: "connectInputs" | "startInputs"): (options: OptionValues) => OptionValues {
  return (options) => onlyOf(provider[part], options, `[options of ${provider.name}]`);
}

function missingProvider(line: CommandLine): UsageError {
  return new UsageError([
    ...line.problems,
    {
      message: `A provider is missing: ${providerNames.join(" or ")}.`,
      suggestion: `remotest ${line.words[0] ?? "run"} ${providerNames[0]} --help lists its options.`,
    },
  ]);
}
