import { commonInputs } from "@remotest/core/flow";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

// A rerun is a start as well, so it can be resumed; its run has its name and was told whom to call.
const { correlate: _correlate, callbackListen: _listen, ...waiting } = commonInputs;
const options = { ...waiting, provider: providerModule };

export const rerunCommand: Command = {
  name: "rerun",
  words: "<ref>",
  summary: "Rerun what did not pass, where the service can, then as attach.",
  options: options,
  reads: ["connect"],
  run: async (invocation, platform) => runPlan(await planKnown(invocation, platform, options, "rerun"), platform),
};
