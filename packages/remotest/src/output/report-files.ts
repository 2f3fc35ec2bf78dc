import { type Reporter, resultsReporter } from "@remotest/core/flow";
import { reporters } from "@remotest/reporters";

/**
 * Returns the reporters of the report directory. `results.json` is written last: if it exists, so does everything else.
 * `remotest merge` treats a directory without it as that of a killed process.
 *
 * @param version of the command, for the reports that name their tool
 */
export function reportFiles(version: string): readonly Reporter[] {
  return [...reporters(version), resultsReporter];
}
