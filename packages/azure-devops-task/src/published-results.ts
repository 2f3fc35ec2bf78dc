import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Report } from "@remotest/core/flow";
import type { TaskLibrary } from "./task-library.ts";

/** Publishes the results to the Tests tab, the summary to the page of the pipeline run, and the report as an artifact. */
export function publishResults(report: Report, library: TaskLibrary): void {
  // As the agent writes its own paths.
  const reportDir = resolve(report.reportDir);
  const junit = join(reportDir, "junit.xml");
  if (existsSync(junit))
    new library.TestPublisher("JUnit").publish(junit, "true", "", "", "Remotest", "true", "Remotest");
  library.uploadSummary(join(reportDir, "summary.md"));
  const names = ["remotest", library.getVariable("System.JobName"), library.getVariable("System.JobAttempt")];
  const artifact = names
    .filter(Boolean)
    .join("-")
    .replaceAll(/[^\w.-]+/g, "-");
  library.uploadArtifact(artifact, reportDir, artifact);
}
