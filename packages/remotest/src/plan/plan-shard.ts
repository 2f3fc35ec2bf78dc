import type { Problem } from "@remotest/core";
import { commonInputs, type CommonOptions, type Config, type ReportedPlan } from "@remotest/core/flow";
import { basename } from "node:path";
import { loadHistory } from "../files/history-option.ts";
import { runOptions } from "../plan-file/plan-keys.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { fingerprint } from "./fingerprint.ts";
import { durationOf, runDurations } from "./run-durations.ts";
import { readShardNumber, type ShardNumber } from "./shard-option.ts";
import { splitRuns } from "./split.ts";

/** A run of a plan, and its place among those of all shards. */
export interface PlacedRun {
  readonly run: PlanRun;
  /** From 0. */
  readonly position: number;
}

/** The runs of a plan that this command starts. */
export interface PlanShard {
  readonly runs: readonly PlacedRun[];
  /** Undefined without `--shard`. */
  readonly shard: ShardNumber | undefined;
  readonly problems: readonly Problem[];
}

const { history, historyDir, reportDir, quiet } = commonInputs;
const inputsOfSplit = { history, historyDir, reportDir, quiet };

/**
 * Returns the runs of the shard that the options name; all of them if they name none.
 *
 * @param chosen the runs that `--run` picks
 * @param config the options of the command
 */
export async function shardOf(
  chosen: readonly PlanRun[],
  file: Pick<PlanFile, "runs">,
  config: Config,
  platform: Platform,
): Promise<PlanShard> {
  const placed = chosen.map((run, position) => ({ run, position }));
  const { shard: given } = config.of("remotest");
  if (typeof given !== "string") return { runs: placed, shard: undefined, problems: [] };
  const shard = readShardNumber(given);
  if ("message" in shard) return { runs: placed, shard: undefined, problems: [shard] };
  const split = await splitOf(chosen, file, shard.of, config.read("remotest", inputsOfSplit), platform);
  return { runs: placed.filter(({ position }) => split[position] === shard.number - 1), shard, problems: [] };
}

/** Returns the shard of each run, from 0. */
export async function splitOf(
  chosen: readonly PlanRun[],
  file: Pick<PlanFile, "runs">,
  shards: number,
  options: Pick<CommonOptions, "history" | "historyDir" | "reportDir" | "quiet">,
  platform: Platform,
): Promise<readonly number[]> {
  // The command reads the history again for its reports, and then says what is wrong with it.
  const { reports } = await loadHistory({ ...options, quiet: true }, platform);
  const durations = runDurations(reports);
  const weighed = chosen.map((run) => ({
    name: run.name ?? "",
    durationMs: durationOf(run, file.runs, durations),
  }));
  return splitRuns(weighed, shards);
}

/** Returns what the report says about the plan. */
export function reportedPlan(
  chosen: readonly PlanRun[],
  shard: ShardNumber | undefined,
  build: string | undefined,
): ReportedPlan {
  return {
    hash: planHash(chosen),
    runs: chosen.length,
    ...(shard && { shard }),
    ...(build !== undefined && { build }),
  };
}

/**
 * Returns one SHA-256 over the runs of a plan, by which `merge` knows that its shards belong together. It contains what
 * makes a difference for the tests, and nothing that differs from one machine to another, such as the directory of a file.
 */
export function planHash(runs: readonly PlanRun[]): string {
  return fingerprint([1, ...runs.map(identityOf)]);
}

function identityOf({ name, provider, matrix, blocking, valueOf }: PlanRun): unknown {
  const tables = {
    remotest: runOptions,
    [provider.name]: { ...provider.startInputs, ...provider.connectInputs },
  };
  const values = Object.entries(tables).flatMap(([scope, table]) =>
    Object.entries(table).flatMap(([input, { type }]) => {
      const texts = valueOf(scope, input)?.texts;
      return texts ? [[scope, input, texts.map((text) => (type === "path" ? basename(text) : text))]] : [];
    }),
  );
  return [name ?? null, provider.name, blocking, [...matrix], values];
}
