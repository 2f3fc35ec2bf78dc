import { kindsByWeight } from "../../packages/core/src/flow.ts";
import type { OutputName } from "../../packages/remotest/src/output/outputs.ts";

/** What every plugin hands to the next steps of a pipeline, with what it means; the same names everywhere. */
export const pluginOutputs: Readonly<Record<OutputName, string>> = {
  "run-ref":
    "The reference of the run, for `remotest attach` and the input attach; set as soon as the run is started. Several runs: separated by spaces.",
  outcome: `The verdict: ${kindsByWeight.slice(0, -1).join(", ")} or ${kindsByWeight.at(-1)}.`,
  total: "How many tests there are.",
  passed: "How many tests passed.",
  failed: "How many tests failed.",
  errors: "How many tests are broken: the test itself did not work.",
  skipped: "How many tests were skipped.",
  "report-dir": "Where the report files are.",
  url: "The page of the run at the service, where it has one.",
};
