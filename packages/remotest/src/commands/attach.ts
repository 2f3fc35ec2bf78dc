import type { InputTable } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";
import { planKnown } from "../plan/plan-start.ts";
import type { Command } from "../command-line/command.ts";
import { providerModule } from "./known-run-inputs.ts";
import { supervise } from "./supervise.ts";

// A run that is known has its name, is waited for already, and was told whom to call when it was started.
const { resume, correlate: _correlate, callbackListen: _listen, ...waiting } = commonInputs;
const options: InputTable = { ...waiting, provider: providerModule };
/** A rerun is a start as well. */
const rerunOptions: InputTable = { ...options, resume };

export const attachCommand: Command = {
  name: "attach",
  words: "<ref>...",
  summary: "Wait for a run started elsewhere, finished or not; gates exactly like run.",
  options,
  reads: ["connect"],
  run: async (line, platform) => supervise(await planKnown(line, platform, options, "attach"), platform),
};

export const rerunCommand: Command = {
  name: "rerun",
  words: "<ref>",
  summary: "Rerun what did not pass, where the service can, then as attach.",
  options: rerunOptions,
  reads: ["connect"],
  run: async (line, platform) => supervise(await planKnown(line, platform, rerunOptions, "rerun"), platform),
};
