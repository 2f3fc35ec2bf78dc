import { type Report, withFailure } from "@remotest/core/flow";
import type { ConsoleReporter } from "@remotest/reporters";
import type { Platform, RunObserver } from "../platform.ts";
import { printJson } from "./print-json.ts";
import { resultDocument } from "./result-document.ts";

/** Who is told. */
interface Telling {
  readonly terminal: ConsoleReporter;
  /** `outputs.env`, for jobs. */
  readonly outputs: RunObserver;
  /** Whether a script reads stdout. */
  readonly json: boolean;
}

/**
 * Tells jobs, scripts and people how it ended; people last, so that what they read is true of the others.
 * @returns the report as it was told: where a job or a script could not be told, a pass is none
 */
export async function tellReport(
  report: Report,
  { terminal, outputs, json }: Telling,
  platform: Pick<Platform, "stdout" | "delivered"> & { readonly observer?: RunObserver },
): Promise<Report> {
  const jobs = [outputs, ...(platform.observer ? [platform.observer] : [])];
  let told = toldToJobs(report, jobs);
  if (json) {
    // What is drawn on the terminal would stand in the middle of the document.
    terminal.rest();
    try {
      printJson(resultDocument(told), platform);
      await platform.delivered?.();
    } catch (cause) {
      told = toldToJobs(withFailure(told, cause), jobs);
    }
  }
  terminal.finish(told);
  return told;
}

/** One that could not be told makes the end a worse one, which then all the others must hear of. */
function toldToJobs(report: Report, jobs: readonly RunObserver[]): Report {
  const causes = failuresOf(report, jobs);
  if (causes.length === 0) return report;
  const worse = causes.reduce<Report>(withFailure, report);
  failuresOf(worse, jobs);
  return worse;
}

function failuresOf(report: Report, jobs: readonly RunObserver[]): readonly unknown[] {
  const causes: unknown[] = [];
  for (const job of jobs) {
    try {
      job.finished(report);
    } catch (cause) {
      causes.push(cause);
    }
  }
  return causes;
}
