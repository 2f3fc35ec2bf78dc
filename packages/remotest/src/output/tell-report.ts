import { type Report, withFailure } from "@remotest/core/flow";
import type { ConsoleReporter } from "@remotest/reporters";
import type { Platform, RunObserver } from "../platform.ts";
import { printJson } from "./print-json.ts";
import { resultDocument } from "./result-document.ts";

/** The parties that the verdict is reported to, in addition to the plugin's observer. */
interface Listeners {
  readonly terminal: ConsoleReporter;
  /** `outputs.env`, for jobs. */
  readonly outputs: RunObserver;
  /** True if a script reads stdout. */
  readonly json: boolean;
}

/**
 * Reports the verdict to jobs, scripts and people. People come last, so that what they read is what the others received.
 * @returns the report as it was told: if a job or a script could not be told, a pass is no longer a pass
 */
export async function tellReport(
  report: Report,
  { terminal, outputs, json }: Listeners,
  platform: Pick<Platform, "stdout" | "flushStdout"> & { readonly observer?: RunObserver },
): Promise<Report> {
  const jobs = [outputs, ...(platform.observer ? [platform.observer] : [])];
  let told = tellJobs(report, jobs);
  if (json) {
    // A live view on the terminal would be in the middle of the document.
    terminal.rest();
    try {
      printJson(resultDocument(told), platform);
      await platform.flushStdout?.();
    } catch (cause) {
      told = tellJobs(withFailure(told, cause), jobs);
    }
  }
  terminal.finish(told);
  return told;
}

/** If one job cannot be told, the verdict gets worse, so all the others must be told again. */
function tellJobs(report: Report, jobs: readonly RunObserver[]): Report {
  const causes = tellEach(report, jobs);
  if (causes.length === 0) return report;
  const worse = causes.reduce<Report>(withFailure, report);
  tellEach(worse, jobs);
  return worse;
}

function tellEach(report: Report, jobs: readonly RunObserver[]): readonly unknown[] {
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
