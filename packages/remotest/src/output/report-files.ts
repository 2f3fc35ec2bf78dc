import { type OptionalReporter, resultsReporter, type RunEvent } from "@remotest/core/flow";
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
 * Returns a listener that loads the reporters, which the first request does not need, once a run has begun: an hour later,
 * an update may have replaced the files of the command. If that fails, it is tried again when the files are written.
 */
export function preloadedReporters(): (event: RunEvent) => void {
  let isLoading = false;
  return ({ type }) => {
    if (isLoading || (type !== "started" && type !== "state")) return;
    isLoading = true;
    loadReporters().catch(() => undefined);
  };
}

function loadReporters() {
  return import("@remotest/reporters/report-files");
}
