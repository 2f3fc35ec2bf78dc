import { listed } from "../../packages/core/src/index.ts";
import { kindsByWeight } from "../../packages/core/src/flow.ts";
import type { OutputName } from "../../packages/remotest/src/command-line/output-names.ts";

/** The outputs that every plugin passes on to later steps, with the same names everywhere, and their descriptions. */
export const pluginOutputs: Readonly<Record<OutputName, string>> = {
  "run-ref":
    "The reference of the run, for `remotest attach` and the input attach; set as soon as the run is started. Several runs: separated by spaces.",
  outcome: `The verdict: ${listed(kindsByWeight, "or")}.`,
  total: "The number of tests.",
  passed: "The number of tests that passed.",
  failed: "The number of tests that failed.",
  errors: "The number of broken tests: the test itself did not work.",
  skipped: "The number of tests that were skipped.",
  "report-dir": "The directory of the report files, an absolute path with forward slashes.",
  url: "The page of the run at the service, if it has one.",
};
