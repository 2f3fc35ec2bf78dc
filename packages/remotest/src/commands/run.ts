import type { OptionsOf } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import { dryRun, dryRunInput } from "../dry-run.ts";
import { planInputs, shardInputs } from "../plan-file/plan-inputs.ts";
import { planStart } from "../plan/plan-start.ts";
import { saveMemory } from "../plan/save-memory.ts";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import type { Command, Invocation } from "../command-line/command.ts";
import type { Plan } from "../plan/plan.ts";
import type { Platform } from "../platform.ts";
import { runPlan } from "../run-plan.ts";

const options = { ...commonInputs, ...codeHostInputs, ...planInputs, ...shardInputs, dryRun: dryRunInput };

export const runCommand: Command = {
  name: "run",
  words: "[<provider>]",
  takesPlan: "instead-of-a-provider",
  summary:
    "Start a run, or those of a plan file, wait, collect the results, write reports, and exit with the code of the verdict.",
  examples: (start) => [
    { line: `run ${start}`, does: "Starts a run, waits up to an hour, and exits with 1 if a test fails." },
    {
      line: `run ${start} --timeout 45m --max-failures 5%`,
      does: "Waits up to 45 minutes and forgives failures of up to 5% of the tests.",
    },
    { line: "run", does: "Starts the runs that remotest.yaml describes, all at the same time." },
  ],
  options,
  reads: ["connect", "start"],
  async run(invocation, platform) {
    const plan = await planOf(invocation, platform);
    return plan.options.dryRun ? dryRun(plan, platform) : runPlan(plan, platform);
  },
};

async function planOf(invocation: Invocation, platform: Platform): Promise<Plan<OptionsOf<typeof options>>> {
  const { planFile, line } = invocation;
  if (planFile === undefined) return planStart(invocation, platform, options);
  saveMemory(planFile.runs.length);
  // Loaded only if it is needed.
  const { planFromFile } = await import("../plan/plan-from-file.ts");
  return planFromFile(planFile, line, platform, options);
}
