import { type InputTable, type OptionsOf, type Problem, UsageError, worded } from "@remotest/core";
import { commonInputs, type Config, type PlannedRun } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { fixPlan } from "../plan-file/mistakes.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { buildOf } from "./build.ts";
import { chosenRuns } from "./chosen-runs.ts";
import { collapsedRuns } from "./collapsed-runs.ts";
import { loadConfig } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import { loadNamedFiles } from "./option-problems.ts";
import { overriddenValues } from "./plan-names.ts";
import { type ConfiguredRun, planProblems } from "./plan-problems.ts";
import type { Plan } from "./plan.ts";
import { type PlacedRun, reportedPlan, shardOf } from "./plan-shard.ts";
import { policyInFile, policyOf } from "./policy.ts";
import { isShared } from "./run-durations.ts";
import { fileHashes, plannedRuns, scopesOf } from "./starts.ts";

/** How a command reads a plan file, if it does not take all that a run takes. */
interface FileSettings {
  /** The inputs of a run that only the file sets, because another command waits for the run. Default: none. */
  readonly ofFile?: InputTable;
  /** More problems, to be reported with all others. */
  readonly problems: readonly Problem[];
}

/**
 * Makes the plan of a plan file.
 * @throws {UsageError} with every problem of the file, the command line and the environment.
 */
export async function planFromFile<Table extends InputTable>(
  file: PlanFile,
  line: CommandLine,
  platform: Platform,
  table: Table,
  { ofFile, problems: more }: FileSettings = { problems: [] },
): Promise<Plan<OptionsOf<Table>>> {
  const read = { ...ofFile, ...table };
  const chosen = chosenRuns(file, line, platform);
  const providers = [...new Set(file.runs.map(({ provider }) => provider))];
  const configOf = (run: PlanRun): Config =>
    loadConfig(scopesOf(read, [run.provider]), line, platform, (scope, name) => run.valueOf(scope, name)?.texts);
  const any = chosen.runs.slice(0, 1).map((run) => ({ run, config: configOf(run) }));
  const ofPlan = any[0]?.config ?? loadConfig(scopesOf(read, []), line, platform);
  const part = await shardOf(chosen.runs, file, ofPlan, platform);
  const runs = part.runs.map((placed) => ({ ...placed, config: configOf(placed.run) }));
  const config = runs[0]?.config ?? ofPlan;
  const files = await loadNamedFiles(config);
  const collapsed = collapsedRuns(chosen.runs, { line, env: platform.env });
  const others = [...chosen.problems, ...collapsed, ...part.problems, ...files.problems, ...more];
  const unknown = misspelt(scopesOf(table, providers), providers, platform);
  // The options of an empty shard are checked with a run of another one: a mistake must not pass because of the split.
  const checked = { file, line, table, providers, runs: runs.length > 0 ? runs : any, others, unknown };
  const problems = await planProblems(checked, platform);
  if (problems.length > 0) throw new UsageError(problems, fixPlan(file));
  // A plan of one run is the same as a command line, in its reports too.
  const isPlan = file.runs.length > 1 || part.shard !== undefined;
  const planned = await runsOf(runs, file, platform, isPlan || ofFile ? line : undefined);
  return {
    runs: planned.runs,
    ...(isPlan && { file: reportedPlan(chosen.runs, part.shard, buildOf(platform)) }),
    path: file.path,
    concurrency: file.concurrency,
    options: config.read("remotest", table),
    quarantine: files.quarantine,
    ownReporters: files.ownReporters,
    warnings: saidOnce([
      ...runs.flatMap((each) => each.config.warnings),
      ...runs.flatMap(({ run }) => overriddenValues({ run, line, env: platform.env })),
      ...blockingWarnings(chosen.runs),
      ...warningsOf(unknown),
      ...planned.warnings,
    ]),
  };
}

function blockingWarnings(chosen: readonly PlanRun[]): readonly string[] {
  if (chosen.some(({ blocking }) => blocking)) return [];
  return [
    "No run of this plan may stop the pipeline, because each has blocking: false: it passes even if none can be started.",
  ];
}

/** Most warnings are the same for each run. */
function saidOnce(warnings: Plan<unknown>["warnings"]): Plan<unknown>["warnings"] {
  return [...new Map(warnings.map((warning) => [worded(warning), warning])).values()];
}

/** @param lineOfPlan undefined if the file has only one run: its gate is then that of the command, which waits for it */
async function runsOf(
  configured: readonly (ConfiguredRun & PlacedRun)[],
  file: PlanFile,
  platform: Platform,
  lineOfPlan: CommandLine | undefined,
): Promise<Pick<Plan<unknown>, "runs" | "warnings">> {
  const runs: PlannedRun[] = [];
  const warnings: Plan<unknown>["warnings"][number][] = [];
  const [first] = configured;
  if (!first) return { runs, warnings };
  const hashOf = fileHashes(first.config, platform);
  const isMany = file.runs.length > 1;
  for (const { run, position, config } of configured) {
    const planned = await plannedRuns({ provider: run.provider, config }, platform, hashOf);
    warnings.push(...planned.warnings);
    const gate = lineOfPlan && policyInFile(optionsOf(config), run, lineOfPlan, platform.env);
    const own = { position, gate, ...ownSettings(config), ...(!run.blocking && { blocking: false }) };
    for (const each of planned.runs) {
      const label = planned.runs.length > 1 ? each.name : (each.label ?? run.name);
      runs.push({ ...each, ...own, ...(isMany && { label, distinction: distinctionOf(each, run, file) }) });
    }
  }
  return { runs, warnings };
}

function ownSettings(config: Config): Pick<PlannedRun, "own"> {
  const given = optionsOf(config);
  const policy = policyOf(given);
  return {
    own: { timeoutMs: given.timeout, pollIntervalMs: given.pollInterval, rerunFailed: given.rerunFailed, policy },
  };
}

const { timeout, pollInterval, rerunFailed, failOn, maxFailures, minTests, maxDuration } = commonInputs;
/** The inputs of each run that every provider has, and that may differ from run to run. */
const inputsOfRun = { timeout, pollInterval, rerunFailed, failOn, maxFailures, minTests, maxDuration };

function optionsOf(config: Config): OptionsOf<typeof inputsOfRun> {
  return config.read("remotest", inputsOfRun);
}

/**
 * Tests are recognised in later reports by what distinguishes their runs. Where the provider has nothing, or several runs
 * of the file have the same, it is the name in the file. Which runs are picked makes no difference.
 */
function distinctionOf({ distinction, name }: PlannedRun, run: PlanRun, { runs }: PlanFile): string {
  return distinction === undefined || isShared(distinction, run, runs) ? name : distinction;
}
