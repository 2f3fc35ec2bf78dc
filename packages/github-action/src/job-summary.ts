import { summary } from "@actions/core";
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The runner drops a summary of 1 MiB or more as a whole. */
const mostBytes = 1024 * 1024;

/**
 * Puts the report's summary, which has failures first, on the page of the workflow run.
 * @returns why it is not there, for people: the verdict does not depend on it
 */
export async function showSummary(reportDir: string, env: Environment): Promise<string | undefined> {
  try {
    const markdown = readFileSync(join(reportDir, "summary.md"), "utf8");
    if (Buffer.byteLength(markdown) < mostBytes) await addToSummary(markdown, env);
    return undefined;
  } catch (error) {
    return `The summary is not on the page of the workflow run: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Adds to the page of the workflow run. A runner that names no file for it has no such page; the library would throw. */
export async function addToSummary(markdown: string, env: Environment): Promise<void> {
  if (env["GITHUB_STEP_SUMMARY"]) await summary.addRaw(markdown).write();
}
