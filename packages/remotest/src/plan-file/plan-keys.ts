import type { Input, InputTable } from "@remotest/core";
import { commonInputs } from "@remotest/core/flow";

/** The version of the format. */
export const planVersion = 1;

/** The keys of the file itself. `$schema` is for editors, and `x-…` for anchors. */
export const topKeys = ["version", "defaults", "concurrency", "runs", "$schema"] as const;

/** The keys of a run, and of `defaults`, that are not options. */
export const runKeys = ["provider", "with", "matrix", "gate"] as const;

/** How many starts may be under way at the same time. */
export const concurrency = {
  type: "integer",
  min: 1,
  max: 1_000,
  default: 20,
  doc: "How many starts may be under way at the same time; waiting is not limited.",
} as const;

/** A key of `gate` that the command line does not have. */
export const blocking = {
  type: "flag",
  default: true,
  doc: "If false, the run is reported and never stops the pipeline.",
} as const;

/** The options under `gate`; they may also be written directly in the run. */
export const gateOptions = ["failOn", "maxFailures", "minTests", "maxDuration"] as const;

/** The options that may differ from run to run. */
const ofRuns = ["name", "timeout", "pollInterval", "rerunFailed", "correlate", ...gateOptions] as const;

/** Options that say how one command prints. They have no place in a file. */
const ofTheCommand = ["json", "verbose", "quiet", "noColor"] as const;

/** Returns the options of a run. */
export const runOptions: InputTable = onlyThese((name) => isOneOf(name, ofRuns));

/** The options of the whole plan, which may stand only under `defaults`. */
export const planOptions: InputTable = onlyThese((name) => !isOneOf(name, ofRuns) && !isOneOf(name, ofTheCommand));

function onlyThese(isWanted: (name: string) => boolean): InputTable {
  return Object.fromEntries(Object.entries<Input>(commonInputs).filter(([name]) => isWanted(name)));
}

/** True for an option that only the command line takes. */
export function isOfTheCommand(name: string): boolean {
  return isOneOf(name, ofTheCommand);
}

/** True for an option under `gate`. */
export function isOfTheGate(name: string): boolean {
  return isOneOf(name, gateOptions);
}

function isOneOf(name: string, names: readonly string[]): boolean {
  return names.includes(name);
}
