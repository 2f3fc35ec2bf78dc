import { basename } from "node:path";
import type { InputTable, OptionValues, Problem, Provider } from "@remotest/core";
import { type Config, type InputScope, onlyOf, type PlannedRun, runLabels } from "@remotest/core/flow";
import { clean, serviceLine } from "@remotest/reporters";
import { callbackProblems, callsBack } from "../callback/callback-address.ts";
import type { Platform } from "../platform.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";
import { correlationOf } from "./correlation.ts";
import { contentHashes, type FileHash, inputsFingerprint } from "./fingerprint.ts";
import { secretsIn } from "./given-config.ts";
import { addressProblems } from "./option-problems.ts";
import type { Plan } from "./plan.ts";
import { defaultRunName, distinction } from "./run-name.ts";
import { oneLine } from "../plan-file/one-line.ts";

/** The runs to be started at a provider: one, or several if an input is given several values. */
export interface Start {
  readonly provider: Provider;
  /** Its options, and those of every run. */
  readonly config: Config;
}

/** Returns the tables that a start at these providers is read by. */
export function scopesOf(table: InputTable, providers: readonly Provider[]): readonly InputScope[] {
  const ofProviders = providers.flatMap(({ name, connectInputs, startInputs }) =>
    [connectInputs, startInputs].map((each) => ({ scope: name, table: each })),
  );
  return [{ scope: "remotest", table }, ...ofProviders];
}

/**
 * Finds the problems of a start that its tables cannot see.
 * @param needNotCall true if the service of another run calls back at the address to listen at
 */
export async function startProblems({ provider, config }: Start, needNotCall = false): Promise<Problem[]> {
  const [connectOf, startOf] = [optionsOf(provider, "connectInputs"), optionsOf(provider, "startInputs")];
  const options = config.runsOf(provider.name);
  const listens = needNotCall && !callsBack(provider, options) ? undefined : config.of("remotest")["callbackListen"];
  const problems = [...addressProblems([provider], config), ...callbackProblems(listens, provider, options)];
  for (const each of options) problems.push(...(await provider.check(connectOf(each), startOf(each))));
  return [...problems, ...sharedLabels(config.labelsOf(provider.name))];
}

/**
 * Plans the runs of a start that has no problems.
 * @param hashOf undefined if nobody asks by which inputs a run can be recognised
 */
export async function plannedRuns(
  { provider, config }: Start,
  platform: Platform,
  hashOf: FileHash | undefined,
): Promise<Pick<Plan<unknown>, "runs" | "warnings">> {
  const [connectOf, startOf] = [optionsOf(provider, "connectInputs"), optionsOf(provider, "startInputs")];
  const tables = [provider.connectInputs, provider.startInputs];
  const options = config.runsOf(provider.name);
  const given = config.labelsOf(provider.name);
  const { name, commit: givenCommit } = config.of("remotest");
  const commit = typeof givenCommit === "string" ? givenCommit : undefined;
  const givenName = typeof name === "string" ? oneLine(name) : "";
  const runName = givenName || (await defaultRunName(platform.env));
  const correlation = correlationOf(config.of("remotest")["correlate"], provider);
  const templates = options.map((each) => distinction(provider, each));
  const labels = runLabels(templates.map((id, index) => ({ name: runName, distinction: id, label: given[index] })));
  const planned = options.map(async (each, index): Promise<PlannedRun> => {
    const named = options.length > 1 ? `${labels[index]}: ${runName}` : runName;
    // Only a given name: a default one may differ when the same command is repeated, for example if git is too slow.
    const what = `start ${givenName}`;
    const request = { provider: provider.name, what, tables, options: each, commit, job: platform.job };
    return {
      provider: redactedProvider(provider, secretsIn(config, platform)),
      connect: connectOf(each),
      name: named,
      distinction: templates[index] || undefined,
      label: given[index],
      beginning: { kind: "start", options: startOf(each) } as const,
      inputs: hashOf && (await inputsFingerprint(request, platform.env, hashOf)),
      token: correlation.token(),
    };
  });
  return { runs: await Promise.all(planned), warnings: correlation.warnings };
}

/** Hashes the files of a plan, each once. Says which large file is being read: until that is done, nothing else happens. */
export function fileHashes(
  config: Config,
  { stderr, own = (text) => text }: Pick<Platform, "stderr" | "own">,
): FileHash | undefined {
  const { dryRun, resume } = config.of("remotest");
  // A dry run writes no run.json, and reads it only if it is asked what it would resume.
  if (dryRun === true && resume !== true) return undefined;
  const quiet = config.of("remotest")["quiet"] === true;
  return contentHashes((path) => {
    if (!quiet) stderr.write(clean`Reading ${serviceLine(own(basename(path)))}\n`);
  });
}

/** Begins to hash the files of a start, beside the checks that come before its result is needed. */
export function beginHashes({ provider, config }: Start, hashOf: FileHash | undefined): void {
  for (const options of config.runsOf(provider.name))
    for (const [name, input] of Object.entries(provider.startInputs)) {
      const path = options[name];
      // If it cannot be read, who needs the hash finds out.
      if (input.type === "path" && typeof path === "string") hashOf?.(path).catch(() => undefined);
    }
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
