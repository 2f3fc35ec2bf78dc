import { type OptionalReporter, resultsReporter } from "@remotest/core/flow";
import { reporters } from "@remotest/reporters";

/**
 * Returns the reporters of the report directory. `results.json` is written last: if it exists, so does everything else.
 * `remotest merge` treats a directory without it as that of a killed process.
 *
 * @param version of the command, for the reports that name their tool
 * @param own those of `--reporter`
 */
export function reportFiles(version: string, own: readonly OptionalReporter[] = []): readonly OptionalReporter[] {
  return [...reporters(version), ...own, resultsReporter];
}
