import { commonInputs } from "@remotest/core/flow";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

// These options matter only when a run is started.
const { resume: _resume, correlate: _correlate, callbackListen: _listen, ...waiting } = commonInputs;
const options = { ...waiting, provider: providerModule };
export const attachCommand: Command = {
  name: "attach",
  words: "[<ref>...]",
  attachesToLedger: true,
  summary: "Wait for a run started elsewhere, or for the unfinished ones in run.json, and decide exactly as run does.",
  examples: () => [
    { line: "attach apptest:251929", does: "Waits for the run, and decides as run does." },
    { line: "attach", does: "Waits for the unfinished runs in remotest-report/run.json." },
    { line: "attach ats:your-app-id/1234 --timeout 2h", does: "Waits up to two hours." },
  ],
  options,
  reads: ["connect"],
  run: async (invocation, platform) => runPlan(await planKnown(invocation, platform, options, "attach"), platform),
};
