import { type Report, UnexpectedError, withFailure } from "@remotest/core/flow";
import type { ConsoleReporter } from "@remotest/reporters";
import type { Platform, RunObserver } from "../platform.ts";
import { printError, printVerdict } from "./print-error.ts";
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
 * It never throws, and it is never silent: what fails on the way is told on stderr.
 *
 * @returns the report as it was told: if a job, a script or a person could not be told, a pass is no longer a pass
 */
export async function tellReport(
  report: Report,
  { terminal, outputs, json }: Listeners,
  platform: Pick<Platform, "stdout" | "stderr" | "flushStdout"> & { readonly observer?: RunObserver },
): Promise<Report> {
  const jobs = [outputs, ...(platform.observer ? [platform.observer] : [])];
  let told = tellJobs(report, jobs);
  if (json) told = await tellScript(told, { terminal, jobs, platform });
  try {
    terminal.finish(told);
    return told;
  } catch (cause) {
    const worse = tellJobs(withFailure(told, cause), jobs);
    printError(new UnexpectedError(cause), platform);
    printVerdict(worse, platform);
    return worse;
  }
}

async function tellScript(
  report: Report,
  {
    terminal,
    jobs,
    platform,
  }: {
    readonly terminal: Pick<ConsoleReporter, "rest">;
    readonly jobs: readonly RunObserver[];
    readonly platform: Pick<Platform, "stdout" | "flushStdout">;
  },
): Promise<Report> {
  let told = report;
  let document: object | undefined;
  try {
    // A live view on the terminal would be in the middle of the document.
    terminal.rest();
    document = resultDocument(told);
  } catch (cause) {
    told = tellJobs(withFailure(told, cause), jobs);
  }
  try {
    const { verdict, exitCode } = told;
    printJson(document ?? { verdict: verdict.kind, reason: verdict.reason, exitCode }, platform);
    await platform.flushStdout?.();
    return told;
  } catch (cause) {
    return tellJobs(withFailure(told, cause), jobs);
  }
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
