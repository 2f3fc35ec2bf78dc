import { ReportDirLostError } from "../errors.ts";
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
 * that cannot be kept or told is no longer a pass: then the files, too, say what was told, or are taken away. A file that
 * cannot be made or written costs no other file.
 *
 * @returns the report as it was told; the same object if nothing failed
 */
export async function publish(report: Report, { dir, reporters, tell }: Publication): Promise<Report> {
  await writeFramedCopies(report, dir);
  const written = await unlessItFails(report, async () => writeFiles(report, reporters, dir));
  const told = await unlessItFails(written, async () => (await tell?.(written)) ?? written);
  if (told === report) return told;
  // Reports that are green beside an exit code that is not 0 would be believed.
  await writeFiles(told, reporters, dir).catch(async () => dir.withdraw(reporters.map(({ file }) => file)));
  return told;
}

/**
 * Writes each file by itself, so that no more than one is in memory. If some fail, the others are written again, because
 * all of them say so.
 *
 * @returns the report that the files show
 * @throws {ReportDirLostError} if this process no longer holds the directory
 */
async function writeFiles(report: Report, reporters: readonly OptionalReporter[], dir: ReportDir): Promise<Report> {
  const unwritten = report.unwritten ?? [];
  const failures: Failure[] = [];
  for (const reporter of reporters.filter(({ file }) => !unwritten.includes(file))) {
    const failure = await writeFile(report, reporter, dir);
    if (failure) failures.push(failure);
  }
  if (failures.length === 0) return report;
  const files = failures.map(({ file }) => file);
  await dir.withdraw(files);
  const worse = causesOf(failures).reduce<Report>(withFailure, report);
  return writeFiles({ ...worse, unwritten: [...unwritten, ...files] }, reporters, dir);
}

/** A file that was not written. */
interface Failure {
  readonly file: string;
  /** True if its reporter failed, and not the disk. */
  readonly ofReporter: boolean;
  readonly why: string;
}

async function writeFile(report: Report, reporter: OptionalReporter, dir: ReportDir): Promise<Failure | undefined> {
  const { file } = reporter;
  const failure = (error: unknown, ofReporter: boolean): Failure => ({
    file,
    ofReporter,
    why: error instanceof Error ? error.message : String(error),
  });
  let content;
  try {
    const made = await reporter.render(report);
    content = made === undefined ? undefined : contentOf(made);
  } catch (error) {
    return failure(error, true);
  }
  try {
    if (content === undefined) await dir.withdraw([file]);
    else await dir.write(file, content);
    return undefined;
  } catch (error) {
    if (error instanceof ReportDirLostError) throw error;
    return failure(error, false);
  }
}

/** A reporter may come from anywhere, in plain JavaScript. */
function contentOf(content: unknown): string | Iterable<string> {
  if (typeof content === "string") return content;
  if (typeof content === "object" && content !== null && Symbol.iterator in content) return content as Iterable<string>;
  throw new TypeError(`render must return text, and returned ${content === null ? "null" : typeof content}`);
}

/** Returns one error for all files that the disk did not take: on a full disk, each fails for the same reason. */
function causesOf(failures: readonly Failure[]): readonly Error[] {
  const [first, ...more] = failures.filter(({ ofReporter }) => !ofReporter);
  const files = [first, ...more].flatMap((failure) => failure?.file ?? []).join(", ");
  return [
    ...failures
      .filter(({ ofReporter }) => ofReporter)
      .map(({ file, why }) => new Error(`${file} was not written, because its reporter failed: ${why}`)),
    ...(first ? [new Error(`${files} could not be written: ${first.why}`)] : []),
  ];
}

/** Returns the report from `step`, or if it throws, the given report with that failure. */
export async function unlessItFails(report: Report, step: () => Promise<Report>): Promise<Report> {
  try {
    return await step();
  } catch (cause) {
    return withFailure(report, cause);
  }
}
