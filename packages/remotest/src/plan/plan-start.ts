import { type InputNames, type InputTable, listed, type OptionsOf, UsageError } from "@remotest/core";
import type { Invocation } from "../command-line/command.ts";
import { defaultPlanFile } from "../command-line/plan-file-path.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { pluginVariable } from "../command-line/plugin-names.ts";
import type { Platform } from "../platform.ts";
import { providerNames } from "../providers/load-provider.ts";
import { loadConfig } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import { loadNamedFiles, problemsOf, throwIfAny, unexpectedWord } from "./option-problems.ts";
import { emptyPlanOptions, planOptionProblems } from "./plan-options.ts";
import type { Plan } from "./plan.ts";
import { beginHashes, fileHashes, plannedRuns, scopesOf, startProblems } from "./starts.ts";

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
  if (provider === undefined) throw missingProvider(line, platform.env);
  const scopes = scopesOf(table, [provider]);
  const config = loadConfig(scopes, line, platform);
  const hashOf = fileHashes(config, platform);
  beginHashes({ provider, config }, hashOf);
  const files = await loadNamedFiles(config);
  const problems = [
    ...more.map(unexpectedWord),
    ...planOptionProblems(line, platform.env),
    ...(await problemsOf(line, scopes, config, [provider.name], platform.env)),
    ...files.problems,
    ...(await startProblems({ provider, config })),
  ];
  const unknown = misspelt(scopes, [provider], platform);
  throwIfAny(problems, unknown);
  const planned = await plannedRuns({ provider, config }, platform, hashOf);
  return {
    runs: planned.runs,
    options: config.read("remotest", table),
    quarantine: files.quarantine,
    ownReporters: files.ownReporters,
    warnings: [...config.warnings, ...warningsOf(unknown), ...planned.warnings],
  };
}

function missingProvider(line: CommandLine, env: Platform["env"]): UsageError {
  const plan = `For several runs, write ${defaultPlanFile}: see docs/plan-file.md.`;
  const suggestion = `remotest ${line.words[0] ?? "run"} ${providerNames[0]} --help lists its options. ${plan}`;
  const ofPlugin = ({ option }: InputNames): string =>
    `Set provider to the service that runs the tests, or ${option("config")} to a plan file.`;
  return new UsageError([
    ...line.problems,
    ...emptyPlanOptions(line),
    {
      message: `A provider is missing: ${listed(providerNames, "or")}.`,
      suggestion: env[pluginVariable] ? ofPlugin : suggestion,
    },
  ]);
}
