import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";

/** The files that a CI system publishes, or a later step merges. */
const published = ["outputs.env", "results.json", "junit.xml", "ctrf-report.json", "summary.md", "report.html"];

/**
 * Moves the reports of an earlier command to `previous/`, for a plugin that refuses its inputs before there is a command:
 * a later step must not publish yesterday's pass as this step's. `run.json` stays where `--resume` looks for it.
 *
 * @throws the error of the file system
 */
export function setAside(reportDir: string): void {
  for (const file of published) {
    if (!existsSync(join(reportDir, file))) continue;
    mkdirSync(join(reportDir, "previous"), { recursive: true });
    renameSync(join(reportDir, file), join(reportDir, "previous", file));
  }
}
