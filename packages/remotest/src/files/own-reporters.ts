import { type Problem, type Wording, quotedPath } from "@remotest/core";
import { type OptionalReporter, portableName, reportDocument } from "@remotest/core/flow";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A reporter from outside this repository, as its module exports it. */
interface OwnReporter {
  readonly file: string;
  /** @param results the content of `results.json`, a copy of its own */
  render(results: unknown): unknown;
}

/** The reporters of `--reporter`. */
export interface OwnReporters {
  readonly reporters: readonly OptionalReporter[];
  readonly problems: readonly Problem[];
  /** Their failures, in sentences; complete when the reports are written. */
  readonly failures: readonly Wording[];
}

/** Names that a report directory needs for itself; a test compares them with the built-in reports. */
const reserved = new Set([
  "run.json",
  "outputs.env",
  "provider",
  "previous",
  "unfinished",
  "junit.xml",
  "ctrf-report.json",
  "report.html",
  "summary.md",
  "results.json",
]);
/** Plain on every system: no separator, no drive, no hidden file, nothing to escape. */
const plainName = /^(?!.*\.part$)[A-Za-z0-9](?:[\w.-]{0,98}[\w-])?$/i;

/**
 * Loads the module of `--reporter`. Its default export is a reporter, or a list of them. It gets a copy of what
 * `results.json` contains, so it cannot change a verdict, and if it fails its file is missing and nothing else: see
 * docs/decisions/0038-an-own-reporter-gets-the-document.md.
 *
 * @param path relative to the working directory; without one there is no reporter
 */
export async function loadOwnReporters(path: string | undefined): Promise<OwnReporters> {
  const failures: Wording[] = [];
  if (path === undefined) return { reporters: [], problems: [], failures };
  const refused = (...why: readonly string[]): OwnReporters => ({
    reporters: [],
    problems: why.map((each) => ({
      message: ({ optionOrVariable }) => `${optionOrVariable("remotest", "reporter")} ${quotedPath(path)} ${each}.`,
      suggestion: "See docs/adding-a-reporter.md for what a reporter must have.",
    })),
    failures,
  });
  let exported: unknown;
  try {
    ({ default: exported } = (await import(pathToFileURL(resolve(path)).href)) as { readonly default?: unknown });
  } catch (error) {
    return refused(`cannot be loaded: ${reasonOf(error)}`);
  }
  const found: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  if (found.length === 0 || !found.every(isReporter)) return refused("has no reporter as its default export");
  const names = found.map(({ file }) => file);
  const wrong = names.flatMap((file, index) => {
    const shown = JSON.stringify(file);
    if (!plainName.test(file)) return [`writes ${shown}, which must be a plain file name such as "mine.txt"`];
    if (portableName(file) !== file) return [`writes ${shown}, which is a device on Windows`];
    if (reserved.has(file.toLowerCase())) return [`writes ${shown}, which is a file of Remotest itself`];
    return names.findIndex((name) => name.toLowerCase() === file.toLowerCase()) === index
      ? []
      : [`writes ${shown} twice`];
  });
  if (wrong.length > 0) return refused(...wrong);
  return { reporters: found.map((each) => contained(each, failures)), problems: [], failures };
}

/** Whatever the reporter does while it renders, the report stays as it is. */
function contained(own: OwnReporter, failures: Wording[]): OptionalReporter {
  const { file } = own;
  return {
    file,
    render(report) {
      try {
        const text = own.render(JSON.parse(JSON.stringify(reportDocument(report))));
        if (typeof text === "string") return text;
        // A promise is not a text, and if it is rejected, that must not end the command.
        void Promise.resolve(text).catch(() => undefined);
        failures.push(
          ({ option }) => `${option("reporter")}: ${file} was not written: its reporter must return a text.`,
        );
      } catch (error) {
        const why = reasonOf(error);
        failures.push(({ option }) => `${option("reporter")}: ${file} was not written: ${why}.`);
      }
      return undefined;
    },
  };
}

function isReporter(value: unknown): value is OwnReporter {
  return (
    typeof value === "object" &&
    value !== null &&
    "file" in value &&
    typeof value.file === "string" &&
    "render" in value &&
    typeof value.render === "function"
  );
}

/** Anything can be thrown, even what cannot be made a text. */
function reasonOf(error: unknown): string {
  try {
    return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
  } catch {
    return "it threw something that is not a text";
  }
}
