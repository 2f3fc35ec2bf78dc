import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of a report directory that must not stay there from an earlier command. */
export const reportFiles: readonly string[] = [
  "ctrf-report.json",
  "junit.xml",
  "outputs.env",
  "report.html",
  "results.json",
  "summary.md",
];

/** Returns the reports in a directory that say passed. */
export async function greenFiles(dir: string): Promise<readonly string[]> {
  const green: string[] = [];
  for (const name of reportFiles) {
    const text = await readFile(join(dir, name), "utf8").catch(() => "");
    if (/"verdict":\s*(?:\{\s*"kind":\s*)?"passed"|OUTCOME=passed|errors="0"[^>]*>\s*<testsuite |✅ Passed/.test(text))
      green.push(name);
  }
  return green;
}
