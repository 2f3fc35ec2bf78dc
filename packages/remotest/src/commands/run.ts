import { commonInputs } from "@remotest/core/flow";
import { planStart } from "../plan/plan-start.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

export const runCommand: Command = {
  name: "run",
  words: "<provider>",
  summary: "Start a run, wait, collect the results, write reports, and decide by exit code.",
  options: commonInputs,
  reads: ["connect", "start"],
  run: async (invocation, platform) => runPlan(await planStart(invocation, platform, commonInputs), platform),
};
