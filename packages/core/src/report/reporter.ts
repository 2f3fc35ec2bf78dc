import type { Report } from "./report.ts";

/** One file of the report directory. Pure: it makes text from the report, and reads and fetches nothing. */
export interface Reporter {
  /** A plain file name, such as `junit.xml`. */
  readonly file: string;
  /** Returns the text of the file: whole, or in parts if it may be too large for one text. */
  render(report: Report): string | Iterable<string>;
}

/** A reporter whose file is never too large for one text. */
export interface TextReporter extends Reporter {
  render(report: Report): string;
}

/** A reporter that may leave its file out. */
export interface OptionalReporter {
  readonly file: string;
  /** @returns undefined if there is no file to write */
  render(report: Report): string | Iterable<string> | undefined;
}
