import { commonInputs } from "@remotest/core/flow";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

// A rerun can be resumed because it starts a run; the other two matter only for a first start.
const { correlate: _correlate, callbackListen: _listen, ...waiting } = commonInputs;
const options = { ...waiting, provider: providerModule };

export const rerunCommand: Command = {
  name: "rerun",
  words: "<ref>",
  summary: "Rerun what did not pass, if the service can, then wait as attach does.",
  options: options,
  reads: ["connect"],
  run: async (invocation, platform) => runPlan(await planKnown(invocation, platform, options, "rerun"), platform),
};
