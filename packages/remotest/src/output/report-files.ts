import { type Reporter, resultsReporter } from "@remotest/core/flow";
import { reporters } from "@remotest/reporters";

/**
 * What is written into the report directory. `results.json` comes last: where it stands, so does everything else, and
 * `remotest merge` takes a directory without it for one of a process that was killed.
 *
 * @param version of the command, for the reports that name their tool
 */
export function reportFiles(version: string): readonly Reporter[] {
  return [...reporters(version), resultsReporter];
}
