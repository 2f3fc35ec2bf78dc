import { type InputTable, optionName, type OptionsOf, type Problem, type Provider, UsageError } from "@remotest/core";
import { type CommonOptions, type Config, glob, type PlannedRun, toldOnce } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { planInputs } from "../plan-file/plan-inputs.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { loadConfig } from "./given-config.ts";
import { misspelt, warningsOf } from "./misspelt.ts";
import { loadQuarantine, loadReporters, problemsOf, unexpectedWord } from "./option-problems.ts";
import { overriddenValues, problemInPlan } from "./plan-names.ts";
import type { Plan } from "./plan.ts";
import { type PlacedRun, reportedPlan, shardOf } from "./plan-shard.ts";
import { policyOf } from "./policy.ts";
import { isShared } from "./run-durations.ts";
import { fileHashes, plannedRuns, scopesOf, startProblems } from "./starts.ts";

/** A run of the file with its options, those of the command line and of the environment included. */
interface ConfiguredRun extends PlacedRun {
  readonly config: Config;
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
): Promise<Plan<OptionsOf<Table>>> {
  const chosen = chosenRuns(file, line, platform);
  const providers = [...new Set(file.runs.map(({ provider }) => provider))];
  const scopes = scopesOf(table, providers);
  const configOf = (run: PlanRun | undefined, of: readonly Provider[]): Config =>
    loadConfig(scopesOf(table, of), line, platform, (scope, name) => run?.valueOf(scope, name)?.texts);
  const ofPlan = configOf(chosen.runs[0], []);
  const part = await shardOf(chosen.runs, file, ofPlan, platform);
  const configured = part.runs.map(
    (each): ConfiguredRun => ({ ...each, config: configOf(each.run, [each.run.provider]) }),
  );
  const [first] = configured;
  const config = first?.config ?? ofPlan;
  const quarantine = await loadQuarantine(config);
  const ownReporters = await loadReporters(config);
  const ofCommand = await problemsOf(
    line,
    scopes,
    { ...config, problems: [] },
    providers.map(({ name }) => name),
    platform.env,
  );
  const sources = { line, env: platform.env };
  const ofAll = [...ofCommand, ...quarantine.problems, ...ownReporters.problems];
  const problems = [
    ...file.problems,
    ...line.words.slice(1).map(unexpectedWord),
    ...chosen.problems,
    ...part.problems,
    ...(first ? [] : ofPlan.problems),
    ...(first ? ofAll.map((each) => problemInPlan(each, { ...sources, run: first.run })) : ofAll),
    ...sharedOptions(line, providers),
    ...nameForMany(chosen.runs.length, line, platform),
  ];
  const unknown = misspelt(scopes, providers, platform);
  for (const { run, config: own } of configured)
    problems.push(
      ...(await problemsOfRun(run, own, [...ofCommand, ...unknown])).map((each) =>
        problemInPlan(each, { ...sources, run }),
      ),
    );
  if (problems.length > 0)
    throw new UsageError(once([...problems, ...unknown]), `Fix ${file.path}; docs/plan-file.md explains it.`);
  const planned = await runsOf(configured, file, platform);
  return {
    runs: planned.runs,
    // A plan of one run is the same as a command line, in its reports too.
    ...((file.runs.length > 1 || part.shard) && { file: reportedPlan(chosen.runs, part.shard) }),
    concurrency: file.concurrency,
    options: config.read("remotest", table),
    quarantine: quarantine.entries,
    ownReporters,
    warnings: [
      ...new Set([
        ...configured.flatMap((each) => each.config.warnings),
        ...configured.flatMap(({ run }) => overriddenValues({ ...sources, run })),
        ...warningsOf(unknown),
        ...planned.warnings,
      ]),
    ],
  };
}

/** The runs that `--run` picks, all without it. */
export function chosenRuns(
  file: Pick<PlanFile, "runs" | "path">,
  line: CommandLine,
  platform: Platform,
): { readonly runs: readonly PlanRun[]; readonly problems: readonly Problem[] } {
  const { run: pattern } = loadConfig([{ scope: "remotest", table: planInputs }], line, platform).of("remotest");
  if (typeof pattern !== "string" || file.runs.length === 0) return { runs: file.runs, problems: [] };
  const matches = glob(pattern);
  const runs = file.runs.filter(({ name }) => matches(name ?? ""));
  if (runs.length > 0) return { runs, problems: [] };
  const names = file.runs.flatMap(({ name }) => name ?? []);
  const message: Problem["message"] = ({ option }) =>
    `${option("run")}: ${JSON.stringify(pattern)} matches no run of ${file.path}.`;
  return { runs, problems: [{ message, ...(names.length > 0 && { suggestion: `Its runs: ${shortList(names)}.` }) }] };
}

/** The message is for people: further names are only counted. */
const mostNamed = 10;

function shortList(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return `${names.slice(0, mostNamed).join(", ")}${more}`;
}

/** An option would be sent to the services of all providers that have it, such as the address of one of them. */
function sharedOptions({ options }: CommandLine, providers: readonly Provider[]): readonly Problem[] {
  return [...options.keys()].flatMap((option) => {
    const owners = providers.filter(({ connectInputs, startInputs }) =>
      Object.keys({ ...connectInputs, ...startInputs }).some((name) => optionName(name) === `--${option}`),
    );
    if (owners.length < 2) return [];
    const names = owners.map(({ name }) => name).join(" and ");
    return [
      {
        message: `--${option} is an option of ${names}, so it is not known which one it is for.`,
        suggestion: "Set it in the plan file, or by the variable of the provider.",
      },
    ];
  });
}

function nameForMany(runs: number, { options }: CommandLine, { env }: Pick<Platform, "env">): readonly Problem[] {
  if (runs < 2 || !(options.has("name") || env["REMOTEST_NAME"])) return [];
  return [
    {
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("remotest", "name")} names one run, and the plan has ${runs}.`,
      suggestion: "Leave it out: each run has its name in the plan file.",
    },
  ];
}

/** @param others what is wrong for all runs: it may explain why something is missing */
async function problemsOfRun(run: PlanRun, config: Config, others: readonly Problem[]): Promise<readonly Problem[]> {
  const found = [...config.problems, ...(await startProblems({ provider: run.provider, config }))];
  const own = toldOnce([...others, ...found]).filter((each) => !others.includes(each));
  // What is not valid in the file is not missing as well.
  const isInvalid = (name: string): boolean =>
    [run.provider.name, "remotest"].some((scope) => run.valueOf(scope, name)?.texts.length === 0);
  return own.filter(({ about = [], missing }) => !(missing && about.some(isInvalid)));
}

/** A problem of the environment is found again for each run. */
function once(problems: readonly Problem[]): readonly Problem[] {
  return toldOnce(problems.map(({ missing: _missing, ...problem }) => problem));
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
  for (const { run, position, config } of configured) {
    const planned = await plannedRuns({ provider: run.provider, config }, platform, hashOf);
    warnings.push(...planned.warnings);
    const own = { position, ...ownSettings(config), ...(!run.blocking && { blocking: false }) };
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
function distinctionOf({ distinction, name }: PlannedRun, run: PlanRun, { runs }: PlanFile): string {
  return distinction === undefined || isShared(distinction, run, runs) ? name : distinction;
}
