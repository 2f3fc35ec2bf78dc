import { withFailure } from "./with-failure.ts";
import type { ReportDir } from "../report-dir/report-dir.ts";
import type { Report } from "./report.ts";
import type { Reporter } from "./reporter.ts";

/** The destination of a report. */
export interface Publication {
  readonly dir: ReportDir;
  readonly reporters: readonly Reporter[];
  /**
   * Tells people, jobs and scripts the verdict, once the files are written.
   * @returns the report as it was told: worse, if a job or a script that relies on it could not be told
   */
  readonly tell?: ((report: Report) => Promise<Report>) | undefined;
}

/**
 * Writes the files of a report and tells it. If something fails, the results are still reported, but a pass that could
 * not be saved or told is not a pass: then the files say the same, or are removed.
 *
 * @returns the report as it was told; the same object if nothing failed
 */
export async function publish(report: Report, { dir, reporters, tell }: Publication): Promise<Report> {
  const write = async (of: Report): Promise<Report> => {
    await dir.writeAll(reporters.map((each) => ({ name: each.file, content: each.render(of) })));
    return of;
  };
  const written = await unlessItFails(report, async () => write(report));
  const told = await unlessItFails(written, async () => (await tell?.(written)) ?? written);
  if (told === report) return told;
  // Reports that are green beside an exit code that is not 0 would be believed.
  await write(told).catch(async () => dir.withdraw(reporters.map(({ file }) => file)));
  return told;
}

/** Returns the report from `step`, or if it throws, the given report with that failure. */
export async function unlessItFails(report: Report, step: () => Promise<Report>): Promise<Report> {
  try {
    return await step();
  } catch (cause) {
    return withFailure(report, cause);
  }
}
