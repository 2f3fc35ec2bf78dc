import { commonInputs } from "@remotest/core/flow";
import { dryRun, dryRunInput } from "../dry-run.ts";
import { planStart } from "../plan/plan-start.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

const options = { ...commonInputs, dryRun: dryRunInput };

export const runCommand: Command = {
  name: "run",
  words: "<provider>",
  summary: "Start a run, wait, collect the results, write reports, and decide by exit code.",
  examples: (start) => [
    { line: `run ${start}`, does: "Starts a run, waits up to an hour, and exits with 1 if a test fails." },
    {
      line: `run ${start} --timeout 45m --max-failures 5%`,
      does: "Waits up to 45 minutes and forgives failures of up to 5% of the tests.",
    },
    { line: `run ${start} --resume`, does: "Repeated after a lost job, waits for the run that is already under way." },
  ],
  options,
  reads: ["connect", "start"],
  async run(invocation, platform) {
    const plan = await planStart(invocation, platform, options);
    return plan.options.dryRun ? dryRun(plan, platform) : runPlan(plan, platform);
  },
};
