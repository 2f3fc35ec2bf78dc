import { summary } from "@actions/core";
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The runner drops a summary of 1 MiB or more completely. */
const maxBytes = 1024 * 1024;

/**
 * Shows the report's summary on the page of the workflow run.
 * @returns why this failed, as a warning for people: the verdict does not depend on it
 */
export async function showSummary(reportDir: string, env: Environment): Promise<string | undefined> {
  try {
    const markdown = readFileSync(join(reportDir, "summary.md"), "utf8");
    if (Buffer.byteLength(markdown) < maxBytes) await addToSummary(markdown, env);
    return undefined;
  } catch (error) {
    return `The summary is not on the page of the workflow run: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Adds to the page of the workflow run. Without a file for it there is no such page, and the library would throw. */
export async function addToSummary(markdown: string, env: Environment): Promise<void> {
  if (env["GITHUB_STEP_SUMMARY"]) await summary.addRaw(markdown).write();
}
