import type { Report } from "@remotest/core/flow";
import type { CTRFReport, Environment } from "ctrf";
import { clean, type CleanText, joined, serviceLine } from "../words/service-text.ts";
import type { Clean } from "./clean-ctrf.ts";

/** What was tested, and where. Nothing is written that is not known. */
export function environment({ runs, commit }: Report): Clean<Environment> {
  const names = runs.map(({ name }) => serviceLine(name, 200));
  return {
    reportName: joined(names, ", ") || clean`remotest`,
    ...(commit !== undefined && { commit: serviceLine(commit, 100) }),
  };
}

/**
 * The ID of the run as CTRF means it, which the shards of one build have in common: the references of the runs. Absent if
 * no run has one.
 */
export function runId({ runs }: Report): Pick<Clean<CTRFReport>, "runId"> {
  const refs = runs.flatMap(({ handle }): CleanText[] => (handle ? [serviceLine(handle.ref, 500)] : []));
  return refs.length === 0 ? {} : { runId: joined(refs, " ") };
}
