import { readFileSync } from "node:fs";
import { join } from "node:path";
import { appendTo } from "./workflow-commands.ts";

/** A longer summary of a step is dropped whole. */
const mostBytes = 1024 * 1024;

/**
 * Puts the report's summary, which has failures first, on the page of the workflow run.
 * @returns why it is not there, for people: the verdict does not depend on it
 */
export function showSummary(reportDir: string, target: string | undefined): string | undefined {
  try {
    const summary = readFileSync(join(reportDir, "summary.md"), "utf8");
    if (Buffer.byteLength(summary) < mostBytes) appendTo(target, summary);
    return undefined;
  } catch (error) {
    return `The summary is not on the page of the workflow run: ${error instanceof Error ? error.message : String(error)}`;
  }
}
