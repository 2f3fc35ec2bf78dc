import { commonInputs } from "@remotest/core/flow";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

// These options matter only when a run is started.
const { resume: _resume, correlate: _correlate, callbackListen: _listen, ...waiting } = commonInputs;
const options = { ...waiting, provider: providerModule };
export const attachCommand: Command = {
  name: "attach",
  words: "<ref>...",
  summary: "Wait for a run started elsewhere, finished or not, and decide exactly as run does.",
  options,
  reads: ["connect"],
  run: async (invocation, platform) => runPlan(await planKnown(invocation, platform, options, "attach"), platform),
};
