import { commonInputs } from "@remotest/core/flow";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

// A rerun can be resumed because it starts a run; the other two matter only for a first start.
const { correlate: _correlate, callbackListen: _listen, ...waiting } = commonInputs;
const options = { ...waiting, ...codeHostInputs, provider: providerModule };

export const rerunCommand: Command = {
  name: "rerun",
  words: "<ref>",
  summary: "Rerun what did not pass, if the service can, then wait as attach does.",
  examples: () => [
    {
      line: "rerun ats:your-app-id/1234",
      does: "Reruns what did not pass, and judges the run and its rerun together.",
    },
    {
      line: "rerun ats:your-app-id/1234 --rerun-failed 2",
      does: "Reruns up to two more times what still does not pass.",
    },
    { line: "rerun ats:your-app-id/1234 --fail-on error", does: "Fails only if a test is broken." },
  ],
  options: options,
  reads: ["connect"],
  run: async (invocation, platform) => runPlan(await planKnown(invocation, platform, options, "rerun"), platform),
};
