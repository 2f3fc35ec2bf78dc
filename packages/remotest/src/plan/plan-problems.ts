import { type InputTable, listed, optionName, type Problem, type Provider } from "@remotest/core";
import { type Config, distinctProblems } from "@remotest/core/flow";
import { callsBack } from "../callback/callback-address.ts";
import type { CommandLine } from "../command-line/read-command-line.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { problemsOf, unexpectedWord } from "./option-problems.ts";
import { problemInPlan } from "./plan-names.ts";
import { scopesOf, startProblems } from "./starts.ts";

/** A run of the file with its options, those of the command line and of the environment included. */
export interface ConfiguredRun {
  readonly run: PlanRun;
  readonly config: Config;
}

/** All that can be wrong with a plan. */
export interface CheckedPlan {
  readonly file: PlanFile;
  readonly line: CommandLine;
  readonly table: InputTable;
  /** Those of the whole file. */
  readonly providers: readonly Provider[];
  /** The runs that are to be started. */
  readonly runs: readonly ConfiguredRun[];
  /** The problems of the files that the options name. */
  readonly others: readonly Problem[];
  /** Variables that have no effect: they may explain why something is missing. */
  readonly unknown: readonly Problem[];
}

/** Returns every problem of the file, the command line and the environment, each once. */
export async function planProblems(plan: CheckedPlan, { env }: Pick<Platform, "env">): Promise<readonly Problem[]> {
  const { file, line, table, providers, runs, others, unknown } = plan;
  const [first] = runs;
  const words = line.words.slice(1).map(unexpectedWord);
  // Without a run, it is not known which options of providers there are.
  if (!first) return once([...file.problems, ...words, ...line.problems, ...others]);
  const names = providers.map(({ name }) => name);
  const ofCommand = await problemsOf(line, scopesOf(table, providers), { ...first.config, problems: [] }, names, env);
  const problems: Problem[] = [
    ...file.problems,
    ...words,
    ...[...ofCommand, ...others].map((each) => problemInPlan(each, { line, env, run: first.run })),
    ...sharedOptions(line, providers),
    ...nameForMany(runs.length, line, env),
  ];
  const isCalled = runs.some(({ run: { provider }, config }) => callsBack(provider, config.runsOf(provider.name)));
  for (const each of runs) {
    const found = await problemsOfRun(each, [...ofCommand, ...unknown], isCalled);
    problems.push(...found.map((problem) => problemInPlan(problem, { line, env, run: each.run })));
  }
  return problems.length === 0 ? [] : once([...problems, ...unknown]);
}

/** An option would be sent to the services of all providers that have it, such as the address of one of them. */
function sharedOptions({ options }: CommandLine, providers: readonly Provider[]): readonly Problem[] {
  return [...options.keys()].flatMap((option) => {
    const owners = providers.filter(({ connectInputs, startInputs }) =>
      Object.keys({ ...connectInputs, ...startInputs }).some((name) => optionName(name) === `--${option}`),
    );
    if (owners.length < 2) return [];
    const names = listed(
      owners.map(({ name }) => name),
      "and",
    );
    return [
      {
        message: `--${option} is an option of ${names}, so it is not known which one it is for.`,
        suggestion: "Set it in the plan file, or by the variable of the provider.",
      },
    ];
  });
}

function nameForMany(runs: number, { options }: CommandLine, env: Platform["env"]): readonly Problem[] {
  if (runs < 2 || !(options.has("name") || env["REMOTEST_NAME"])) return [];
  return [
    {
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("remotest", "name")} names one run, and the plan has ${runs}.`,
      suggestion: "Leave it out: each run has its name in the plan file.",
    },
  ];
}

/**
 * @param others what is wrong for all runs: it may explain why something is missing
 * @param isCalled true if a service can call back: then the others need not
 */
async function problemsOfRun(
  { run, config }: ConfiguredRun,
  others: readonly Problem[],
  isCalled: boolean,
): Promise<readonly Problem[]> {
  const found = [...config.problems, ...(await startProblems({ provider: run.provider, config }, isCalled))];
  const own = distinctProblems([...others, ...found]).filter((each) => !others.includes(each));
  // A value that is not valid in the file is not missing as well.
  const isInvalid = (name: string): boolean =>
    [run.provider.name, "remotest"].some((scope) => run.valueOf(scope, name)?.texts.length === 0);
  return own.filter(({ about = [], missing }) => !(missing && about.some(isInvalid)));
}

/** A problem of the environment is found again for each run. */
function once(problems: readonly Problem[]): readonly Problem[] {
  return distinctProblems(problems.map(({ missing: _missing, ...problem }) => problem));
}
