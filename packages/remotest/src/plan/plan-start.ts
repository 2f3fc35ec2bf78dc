import { type InputTable, optionName, type OptionsOf, type Problem, UsageError } from "@remotest/core";
import type { Invocation } from "../command-line/command.ts";
import { defaultPlanFile } from "../command-line/plan-file-path.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { planInputs, shardInputs } from "../plan-file/plan-inputs.ts";
import type { Platform } from "../platform.ts";
import { providerNames } from "../providers/load-provider.ts";
import { loadConfig } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import { loadQuarantine, loadReporters, problemsOf, throwIfAny, unexpectedWord } from "./option-problems.ts";
import type { Plan } from "./plan.ts";
import { fileHashes, plannedRuns, scopesOf, startProblems } from "./starts.ts";

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
  const scopes = scopesOf(table, [provider]);
  const config = loadConfig(scopes, line, platform);
  const quarantine = await loadQuarantine(config);
  const ownReporters = await loadReporters(config);
  const problems = [
    ...more.map(unexpectedWord),
    ...planOptionProblems(line),
    ...(await problemsOf(line, scopes, config, [provider.name], platform.env)),
    ...quarantine.problems,
    ...ownReporters.problems,
    ...(await startProblems({ provider, config })),
  ];
  const unknown = misspelt(scopes, [provider], platform);
  throwIfAny(problems, unknown);
  const planned = await plannedRuns({ provider, config }, platform, fileHashes(config, platform));
  return {
    runs: planned.runs,
    options: config.read("remotest", table),
    quarantine: quarantine.entries,
    ownReporters,
    warnings: [...config.warnings, ...warningsOf(unknown), ...planned.warnings],
  };
}

function missingProvider(line: CommandLine): UsageError {
  return new UsageError([
    ...line.problems,
    {
      message: `A provider is missing: ${providerNames.join(" or ")}.`,
      suggestion: `remotest ${line.words[0] ?? "run"} ${providerNames[0]} --help lists its options.${planHint(line)}`,
    },
  ]);
}

function planHint({ words }: CommandLine): string {
  return words[0] === "run" ? ` For several runs, write ${defaultPlanFile}: see docs/plan-file.md.` : "";
}

/** The options for a plan file mean nothing if the line names a provider. A variable may be set for other commands. */
function planOptionProblems({ options }: CommandLine): readonly Problem[] {
  return Object.keys({ ...planInputs, ...shardInputs })
    .filter((name) => options.has(optionName(name).slice(2)))
    .map((name) => ({
      message: `${optionName(name)} is for the runs of a plan file, and this line names a provider.`,
      suggestion: "Leave out one of them.",
    }));
}
