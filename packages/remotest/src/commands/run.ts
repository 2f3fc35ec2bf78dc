import { commonInputs } from "@remotest/core/flow";
import { planStart } from "../plan/plan-start.ts";
import type { Command } from "../command-line/command.ts";
import { supervise } from "./supervise.ts";

export const runCommand: Command = {
  name: "run",
  words: "<provider>",
  summary: "Start a run, wait for it, bring its results home, and gate.",
  options: commonInputs,
  reads: ["connect", "start"],
  run: async (invocation, platform) => supervise(await planStart(invocation, platform, commonInputs), platform),
};
