import { type OptionalReporter, resultsReporter } from "@remotest/core/flow";
import { reportFileNames } from "@remotest/reporters";

/**
 * Returns the reporters of the report directory. `results.json` is written last: if it exists, so does everything else.
 * `remotest merge` treats a directory without it as that of a killed process.
 *
 * @param version of the command, for the reports that name their tool
 * @param own those of `--reporter`
 */
export function reportFiles(version: string, own: readonly OptionalReporter[] = []): readonly OptionalReporter[] {
  const ours = reportFileNames.map((file) => ({
    file,
    render: async (report: Parameters<OptionalReporter["render"]>[0]) => {
      const found = (await loadReporters()).reporters(version).find((each) => each.file === file);
      if (!found) throw new TypeError(`No reporter writes ${file}`);
      return found.render(report);
    },
  }));
  return [...ours, ...own, resultsReporter];
}

/**
 * Loads the reporters, which the first request does not need. Call it when a run has begun: an hour later, an update may
 * have replaced the files of the command. If it fails, it is tried again when the files are written.
 */
export function loadReporters(): Promise<typeof import("@remotest/reporters/report-files")> {
  return import("@remotest/reporters/report-files");
}
