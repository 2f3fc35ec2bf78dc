import { withFailure } from "./with-failure.ts";
import type { ReportDir } from "../report-dir/report-dir.ts";
import type { Report } from "./report.ts";
import type { Reporter } from "./reporter.ts";

/** Where a report goes. */
export interface Publication {
  readonly dir: ReportDir;
  readonly reporters: readonly Reporter[];
  /**
   * Tells people, jobs and scripts how it ended, once the files are there.
   * @returns the report as it was told: worse, where someone who relies on it could not be told
   */
  readonly tell?: ((report: Report) => Promise<Report>) | undefined;
}

/**
 * Writes the files of a report and tells it. What came out is known and is reported even if something fails, but a pass that could
 * not be kept or told is none: then the files, too, say what was told, or are taken away.
 *
 * @returns the report as it was told; the very same where nothing failed
 */
export async function publish(report: Report, { dir, reporters, tell }: Publication): Promise<Report> {
  const write = async (of: Report): Promise<Report> => {
    await dir.writeAll(reporters.map((each) => ({ name: each.file, content: each.render(of) })));
    return of;
  };
  const written = await unlessItFails(report, async () => write(report));
  const told = await unlessItFails(written, async () => (await tell?.(written)) ?? written);
  if (told === report) return told;
  // Reports that look green beside an exit code that is not 0 would be believed.
  await write(told).catch(async () => dir.withdraw(reporters.map(({ file }) => file)));
  return told;
}

/** The report that `step` makes of it, or one that says why there is none. */
export async function unlessItFails(report: Report, step: () => Promise<Report>): Promise<Report> {
  try {
    return await step();
  } catch (cause) {
    return withFailure(report, cause);
  }
}
