import { type FlagInput, type Problem, UsageError, worded } from "@remotest/core";
import { commandNames, type CommonOptions, previewRuns, type PlannedRun } from "@remotest/core/flow";
import { paint, wholeLines } from "@remotest/reporters";
import { pluginVariable } from "./command-line/plugin-names.ts";
import { dryRunDocument } from "./output/dry-run-document.ts";
import { dryRunLines } from "./output/dry-run-lines.ts";
import { describeRun, type DescribedRun } from "./output/planned-run.ts";
import { printWarnings } from "./output/print-error.ts";
import { printJson } from "./output/print-json.ts";
import { printShard } from "./output/shard-line.ts";
import { isColoured } from "./output/terminal.ts";
import type { Plan } from "./plan/plan.ts";
import { plannedLabels } from "./plan/planned-labels.ts";
import type { Platform } from "./platform.ts";

type DryRunOptions = Pick<CommonOptions, "reportDir" | "resume" | "json" | "noColor" | "quiet">;

/** The option of the commands that start runs. It is not an input of the plugins: a step would pass without a test. */
export const dryRunInput: FlagInput & { readonly default: false } = {
  group: "The run",
  type: "flag",
  default: false,
  doc: "Show what would be sent, without secrets, and everything that is wrong. Nothing is sent or written.",
};

/**
 * Shows what a plan would send, without sending or writing anything.
 *
 * @returns the exit code
 * @throws {UsageError} if a run would not be started.
 */
export async function dryRun(plan: Plan<DryRunOptions>, platform: Platform): Promise<number> {
  const { runs: planned, options, warnings } = plan;
  const { own = (text) => text, names = commandNames, stderr } = platform;
  if (platform.env[pluginVariable]) throw new UsageError([notInPlugins]);
  const runs = await describe(planned, options, own);
  printWarnings(warnings, platform);
  printShard(plan, platform);
  const style = { paint: paint(isColoured(options, platform)), columns: stderr.columns, names };
  stderr.write(wholeLines(dryRunLines(runs, own(options.reportDir), style)));
  if (options.json) {
    const said = warnings.map((warning) => own(worded(warning, names)));
    printJson(dryRunDocument(runs, { reportDir: options.reportDir, warnings: said }), platform);
  }
  return 0;
}

/** @throws {UsageError} if a run may have been started by an earlier process. */
async function describe(
  planned: readonly PlannedRun[],
  options: DryRunOptions,
  own: (text: string) => string,
): Promise<readonly DescribedRun[]> {
  const labels = plannedLabels(planned);
  const previews = await previewRuns(planned, options);
  const problems: Problem[] = [];
  const described: DescribedRun[] = [];
  for (const [index, run] of planned.entries()) {
    const preview = previews[index] ?? { kind: "start" };
    if (preview.kind === "refused") problems.push({ message: preview.error.message, suggestion: preview.error.next });
    else described.push(await describeRun(run, preview, planned.length > 1 ? labels[index] : undefined, own));
  }
  if (problems.length > 0) throw new UsageError(problems);
  return described;
}

const notInPlugins: Problem = {
  message: ({ optionOrVariable }) =>
    `${optionOrVariable("remotest", "dryRun")} is only for the command line: the step of a pipeline would pass although no test ran.`,
  suggestion: "Leave it out, or use the command itself.",
};
