import { type InputTable, listed, type OptionsOf, type Problem, variableName } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import type { CommandLine } from "../command-line/read-command-line.ts";
import { shardInputs } from "../plan-file/plan-inputs.ts";
import type { PlanFile } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { planFromFile } from "./plan-from-file.ts";
import type { Plan } from "./plan.ts";

const { pollInterval, rerunFailed, failOn, maxFailures, minTests, maxDuration } = commonInputs;

/** The gate of each run is noted in `run.json`, for the command that waits for it. The others belong to a run too. */
const ofFile = { pollInterval, rerunFailed, failOn, maxFailures, minTests, maxDuration };

/** Inputs of the file that only the command that waits could heed. `run.json` does not contain them. */
const ofWaiting = ["rerunFailed", "quarantine", "history", "historyDir", "reporter", "callbackListen", "onInterrupt"];

/**
 * Makes the plan of a plan file of which the runs are only started. The variables of the gate are left out: they count where
 * the runs are waited for, like everywhere beside a start.
 *
 * @throws {UsageError} with every problem of the file, the command line and the environment.
 */
export async function startFromFile<Table extends InputTable>(
  file: PlanFile,
  line: CommandLine,
  platform: Platform,
  table: Table,
): Promise<Plan<OptionsOf<Table>>> {
  const variables = new Set(Object.keys(ofFile).map((name) => variableName("remotest", name)));
  const env = Object.fromEntries(Object.entries(platform.env).filter(([name]) => !variables.has(name)));
  const plan = await planFromFile(file, line, { ...platform, env }, table, { ofFile, problems: sharded(env) });
  return { ...plan, warnings: [...plan.warnings, ...withoutEffect(file), ...onlyInLedger(plan)] };
}

/** If each of several jobs started the whole plan, every run would be started several times. */
function sharded(env: Platform["env"]): readonly Problem[] {
  return Object.keys(shardInputs)
    .filter((name) => env[variableName("remotest", name)])
    .map((name) => ({
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("remotest", name)} is not for a start: one job starts all runs of a plan, and waits for none.`,
      suggestion: ({ option }) => `Leave ${option(name)} out, and start the plan in one job.`,
      about: [name],
    }));
}

/** The references alone do not say how strict a run is to be judged. */
function onlyInLedger({ runs }: Pick<Plan<unknown>, "runs">): readonly string[] {
  if (!runs.some(({ gate = {} }) => Object.keys(gate).length > 0)) return [];
  return [
    "The gates of the plan file are in run.json: the command that waits for the runs needs this report directory.",
  ];
}

function withoutEffect({ runs }: Pick<PlanFile, "runs">): readonly string[] {
  const found = ofWaiting.filter((name) => runs.some(({ valueOf }) => valueOf("remotest", name) !== undefined));
  if (found.length === 0) return [];
  const [have, them] = found.length === 1 ? ["has", "it"] : ["have", "them"];
  return [
    `${listed(found, "and")} of the plan file ${have} no effect on a start: set ${them} where the runs are waited for.`,
  ];
}
