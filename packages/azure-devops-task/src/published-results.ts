import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "@remotest/core/flow";
import { loggingCommand } from "./logging-command.ts";

/** Puts the results on the Tests tab, the summary on the page of the pipeline run, and the report to its artifacts. */
export function publishCommands({ reportDir }: Report, env: Readonly<Record<string, string | undefined>>): string {
  const junit = join(reportDir, "junit.xml");
  const artifact = ["remotest", env["SYSTEM_JOBNAME"], env["SYSTEM_JOBATTEMPT"]].filter(Boolean).join("-");
  const artifactname = artifact.replaceAll(/[^\w.-]+/g, "-");
  return [
    ...(existsSync(junit)
      ? [
          loggingCommand(
            "results.publish",
            {
              type: "JUnit",
              mergeResults: "true",
              runTitle: "Remotest",
              publishRunAttachments: "true",
              resultFiles: junit,
              testRunSystem: "Remotest",
            },
            "",
          ),
        ]
      : []),
    loggingCommand("task.uploadsummary", {}, join(reportDir, "summary.md")),
    loggingCommand("artifact.upload", { containerfolder: artifactname, artifactname }, reportDir),
  ].join("");
}
