import type { CommonOptions } from "@remotest/core/flow";
import type { Leg } from "../plan-file/leg.ts";
import type { PlanFile, PlanRun } from "../plan-file/plan-run.ts";
import type { Platform } from "../platform.ts";
import { splitOf } from "./plan-shard.ts";

/** A plan, and how it is to be shared between jobs. */
export interface SharedPlan {
  readonly file: Pick<PlanFile, "runs" | "path">;
  /** The runs that `--run` picks. */
  readonly chosen: readonly PlanRun[];
  readonly run: string | undefined;
  /** The number of jobs. Default: one for each run. */
  readonly shards: number | undefined;
  /** They say where earlier durations are. */
  readonly options: Pick<CommonOptions, "history" | "historyDir" | "reportDir">;
}

/** A shared plan: its legs, and which of them, from 0, each chosen run belongs to. */
export interface Legs {
  readonly legs: readonly Leg[];
  readonly legOf: readonly number[];
}

/**
 * Shares a plan between jobs, exactly as `--shard` does in each of them. Every leg is a shard, even if it has only one run,
 * so that `merge` notices when one is missing. No leg is empty.
 */
export async function legsOf(plan: SharedPlan, platform: Platform): Promise<Legs> {
  const { file, chosen, run, options } = plan;
  const of = Math.min(plan.shards ?? chosen.length, chosen.length);
  const legOf = await splitOf(chosen, file, of, { ...options, quiet: true }, platform);
  const names = Array.from({ length: of }, (_, index) => `shard ${index + 1} of ${of}`);
  if (plan.shards === undefined)
    for (const [index, { name }] of chosen.entries()) names[legOf[index] ?? 0] = name ?? "run 1";
  const legs = names.map((name, index) => ({ name, config: file.path, run, shard: `${index + 1}/${of}` }));
  return { legs, legOf };
}
