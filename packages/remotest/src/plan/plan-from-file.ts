import { type InputTable, type OptionsOf, UsageError, worded } from "@remotest/core";
import { type CommonOptions, type Config, labelledValue, type PlannedRun } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { chosenRuns } from "./chosen-runs.ts";
import { loadConfig } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import { loadQuarantine, loadReporters } from "./option-problems.ts";
import { overriddenValues } from "./plan-names.ts";
import { type ConfiguredRun, planProblems } from "./plan-problems.ts";
import type { Plan } from "./plan.ts";
import { policyOf } from "./policy.ts";
import { fileHashes, plannedRuns, scopesOf } from "./starts.ts";

/**
 * Makes the plan of a plan file.
 * @throws {UsageError} with every problem of the file, the command line and the environment.
 */
export async function planFromFile<Table extends InputTable>(
  file: PlanFile,
  line: CommandLine,
  platform: Platform,
  table: Table,
): Promise<Plan<OptionsOf<Table>>> {
  const chosen = chosenRuns(file, line, platform);
  const providers = [...new Set(file.runs.map(({ provider }) => provider))];
  const runs = chosen.runs.map((run): ConfiguredRun => {
    const scopes = scopesOf(table, [run.provider]);
    return { run, config: loadConfig(scopes, line, platform, (scope, name) => run.valueOf(scope, name)?.texts) };
  });
  const config = runs[0]?.config ?? loadConfig(scopesOf(table, []), line, platform);
  const quarantine = await loadQuarantine(config);
  const ownReporters = await loadReporters(config);
  const others = [...chosen.problems, ...quarantine.problems, ...ownReporters.problems];
  const unknown = misspelt(scopesOf(table, providers), providers, platform);
  const problems = await planProblems({ file, line, table, providers, runs, others, unknown }, platform);
  if (problems.length > 0) throw new UsageError(problems, `Fix ${file.path}; docs/plan-file.md explains it.`);
  const planned = await runsOf(runs, file, platform);
  const overridden = runs.flatMap(({ run }) => overriddenValues({ run, line, env: platform.env }));
  return {
    runs: planned.runs,
    concurrency: file.concurrency,
    options: config.read("remotest", table),
    quarantine: quarantine.entries,
    ownReporters,
    warnings: saidOnce([
      ...runs.flatMap((each) => each.config.warnings),
      ...overridden,
      ...warningsOf(unknown),
      ...planned.warnings,
    ]),
  };
}

/** Most warnings are the same for each run. */
function saidOnce(warnings: Plan<unknown>["warnings"]): Plan<unknown>["warnings"] {
  return [...new Map(warnings.map((warning) => [worded(warning), warning])).values()];
}

async function runsOf(
  configured: readonly ConfiguredRun[],
  file: PlanFile,
  platform: Platform,
): Promise<Pick<Plan<unknown>, "runs" | "warnings">> {
  const runs: PlannedRun[] = [];
  const warnings: Plan<unknown>["warnings"][number][] = [];
  const [first] = configured;
  if (!first) return { runs, warnings };
  const hashOf = fileHashes(first.config, platform);
  const isMany = file.runs.length > 1;
  for (const { run, config } of configured) {
    const planned = await plannedRuns({ provider: run.provider, config }, platform, hashOf);
    warnings.push(...planned.warnings);
    const own = { ...ownSettings(config), ...(!run.blocking && { blocking: false }) };
    for (const each of planned.runs) {
      const label = planned.runs.length > 1 ? each.name : (each.label ?? run.name);
      runs.push({ ...each, ...own, ...(isMany && { label, distinction: distinctionOf(each, run, file) }) });
    }
  }
  return { runs, warnings };
}

function ownSettings(config: Config): Pick<PlannedRun, "own"> {
  const common = config.of("remotest") as CommonOptions;
  const { timeout, pollInterval, rerunFailed } = common;
  return { own: { timeoutMs: timeout, pollIntervalMs: pollInterval, rerunFailed, policy: policyOf(common) } };
}

/**
 * Tests are recognised in later reports by what distinguishes their runs. Where the provider has nothing, or several runs
 * of the file have the same, it is the name in the file. Which runs are picked makes no difference.
 */
function distinctionOf({ distinction, name }: PlannedRun, { provider }: PlanRun, { runs }: PlanFile): string {
  const same = runs.filter(
    (other) => other.provider === provider && distinctionsOf(other).some((each) => each === distinction),
  );
  return distinction === undefined || same.length > 1 ? name : distinction;
}

function distinctionsOf({ provider, valueOf }: PlanRun): readonly string[] {
  return Object.entries(provider.startInputs).flatMap(([name, input]) =>
    "eachIsARun" in input ? (valueOf(provider.name, name)?.texts ?? []).map((text) => labelledValue(text).value) : [],
  );
}
