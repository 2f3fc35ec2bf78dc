import { writeFramedCopies } from "./framed-page.ts";
import { withFailure } from "./with-failure.ts";
import type { ReportDir } from "../report-dir/report-dir.ts";
import type { Report } from "./report.ts";
import type { OptionalReporter } from "./reporter.ts";

/** The destination of a report. */
export interface Publication {
  readonly dir: ReportDir;
  readonly reporters: readonly OptionalReporter[];
  /**
   * Tells people, jobs and scripts the verdict, once the files are written.
   * @returns the report as it was told: worse, if a job or a script that relies on it could not be told
   */
  readonly tell?: ((report: Report) => Promise<Report>) | undefined;
}

/**
 * Writes the files of a report and tells it. What came out is known and is reported even if something fails, but a pass
 * that cannot be kept or told is no longer a pass: then the files, too, say what was told, or are taken away. A reporter
 * that fails costs its own file and no other.
 *
 * @returns the report as it was told; the same object if nothing failed
 */
export async function publish(report: Report, { dir, reporters, tell }: Publication): Promise<Report> {
  const write = async (of: Report): Promise<Report> => {
    const { shown, files, missing } = rendered(of, reporters);
    await dir.withdraw(missing);
    await dir.writeAll(files);
    return shown;
  };
  await writeFramedCopies(report, dir);
  const written = await unlessItFails(report, async () => write(report));
  const told = await unlessItFails(written, async () => (await tell?.(written)) ?? written);
  if (told === report) return told;
  // Reports that are green beside an exit code that is not 0 would be believed.
  await write(told).catch(async () => dir.withdraw(reporters.map(({ file }) => file)));
  return told;
}

/** The files of a report, and the report that they show: worse, if a reporter failed. */
interface Rendered {
  readonly shown: Report;
  readonly files: readonly { readonly name: string; readonly content: string }[];
  /** Files whose reporter failed, or leaves them out. */
  readonly missing: readonly string[];
}

/** If a reporter fails, the others make their files again, because all of them say so. */
function rendered(report: Report, reporters: readonly OptionalReporter[], missing: readonly string[] = []): Rendered {
  const files: { name: string; content: string }[] = [];
  let shown = report;
  const failed: string[] = [];
  const absent: string[] = [];
  for (const reporter of reporters.filter((each) => !missing.includes(each.file))) {
    const { file } = reporter;
    try {
      const content = reporter.render(report);
      if (content === undefined) absent.push(file);
      else files.push({ name: file, content: textOf(content) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      shown = withFailure(shown, new Error(`${file} was not written, because its reporter failed: ${why}`));
      failed.push(file);
    }
  }
  return failed.length === 0
    ? { shown, files, missing: [...missing, ...absent] }
    : rendered(shown, reporters, [...missing, ...failed]);
}

/** A reporter may come from anywhere, in plain JavaScript. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  throw new TypeError(`render must return text, and returned ${content === null ? "null" : typeof content}`);
}

/** Returns the report from `step`, or if it throws, the given report with that failure. */
export async function unlessItFails(report: Report, step: () => Promise<Report>): Promise<Report> {
  try {
    return await step();
  } catch (cause) {
    return withFailure(report, cause);
  }
}
