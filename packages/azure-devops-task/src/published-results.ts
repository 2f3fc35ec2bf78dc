import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { commonInputs, type Report } from "@remotest/core/flow";
import type { TaskLibrary } from "./task-library.ts";

/** Publishes the results to the Tests tab, the summary to the page of the pipeline run, and the report as an artifact. */
export function publishResults(report: Report, library: TaskLibrary): void {
  // As the agent writes its own paths.
  const reportDir = resolve(report.reportDir);
  const junit = join(reportDir, "junit.xml");
  if (existsSync(junit))
    new library.TestPublisher("JUnit").publish(junit, "true", "", "", "Remotest", "true", "Remotest");
  library.uploadSummary(join(reportDir, "summary.md"));
  // Two steps of a job have two report directories. In an artifact of one name, the files of the second would replace
  // those of the first.
  const own = relative(resolve(commonInputs.reportDir.default), reportDir) === "" ? "" : relative("", reportDir);
  const names = ["remotest", library.getVariable("System.JobName"), library.getVariable("System.JobAttempt"), own];
  const artifact = names
    .filter(Boolean)
    .join("-")
    .replaceAll(/[^\w.-]+/g, "-");
  library.uploadArtifact(artifact, reportDir, artifact);
}
