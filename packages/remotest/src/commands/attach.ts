import { type Problem, UsageError } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import { codeHostInputs } from "../code-host/code-host-inputs.ts";
import { attachInputs } from "../command-line/attach-inputs.ts";
import { planKnown, providerModule } from "../plan/plan-known.ts";
import type { Command } from "../command-line/command.ts";
import { runPlan } from "../run-plan.ts";

// These options matter only when a run is started.
const { resume: _resume, correlate: _correlate, callbackListen: _listen, ...waiting } = commonInputs;
const options = {
  ...waiting,
  ...codeHostInputs,
  ...attachInputs,
  provider: providerModule,
} as const;

export const attachCommand: Command = {
  name: "attach",
  words: "[<ref>...]",
  attachesToLedger: true,
  summary: "Wait for a run started elsewhere, or for the unfinished ones in run.json, and decide exactly as run does.",
  examples: () => [
    { line: "attach apptest:251929", does: "Waits for the run, and decides as run does." },
    { line: "attach", does: "Waits for the unfinished runs in remotest-report/run.json." },
    { line: "attach apptest:251929 --no-wait", does: "Decides if the run is finished; otherwise exits with 4." },
  ],
  options,
  reads: ["connect"],
  async run(invocation, platform) {
    const plan = await planKnown(invocation, platform, options, "attach");
    const { noWait, rerunFailed } = plan.options;
    if (noWait && rerunFailed > 0) throw new UsageError([noRerun]);
    return runPlan(plan, platform);
  },
};

/** Each check from another machine would start one more rerun, because only `run.json` knows of the first. */
const noRerun: Problem = {
  message: ({ optionOrVariable }) =>
    `${optionOrVariable("remotest", "noWait")} and ${optionOrVariable("remotest", "rerunFailed")} cannot be used together.`,
  suggestion: ({ option }) =>
    `Leave out ${option("rerunFailed")}; when the run has failed, \`remotest rerun <ref>\` reruns what did not pass.`,
};
