import type { PlannedRun, ReportedPlan } from "@remotest/core/flow";
import { clean } from "@remotest/reporters";
import type { Platform } from "../platform.ts";

/** The runs that a command starts, and how it prints. */
interface ShardStart {
  readonly file?: ReportedPlan | undefined;
  readonly runs: readonly Pick<PlannedRun, "position">[];
  readonly options: { readonly quiet: boolean };
}

/** Says which part of its plan a command starts. Without it, a job of one shard would look like the whole plan. */
export function printShard({ file, runs, options }: ShardStart, { stderr }: Pick<Platform, "stderr">): void {
  if (!file?.shard || options.quiet) return;
  const { number, of } = file.shard;
  const own = new Set(runs.map(({ position }) => position)).size;
  stderr.write(
    clean`Shard ${number}/${of}: ${own} of the plan's ${file.runs === 1 ? clean`1 run` : clean`${file.runs} runs`}.\n`,
  );
}
