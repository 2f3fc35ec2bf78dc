import type { Report } from "./report.ts";

/** The text of a file: whole, or in parts if it may be too large for one text. */
type FileText = string | Iterable<string>;

/** One file of the report directory. Pure: it makes text from the report, and reads and fetches nothing. */
export interface Reporter {
  /** A plain file name, such as `junit.xml`. */
  readonly file: string;
  /** Returns the text of the file. */
  render(report: Report): FileText;
}

/** A reporter whose file is never too large for one text. */
export interface TextReporter extends Reporter {
  render(report: Report): string;
}

/** Returns the whole text of a file that comes in parts. */
export function wholeText(content: string | Iterable<string>): string {
  return typeof content === "string" ? content : [...content].join("");
}

/** A reporter that may leave its file out. */
export interface OptionalReporter {
  readonly file: string;
  /** @returns undefined if there is no file to write; a promise if the reporter is loaded only now */
  render(report: Report): FileText | undefined | Promise<FileText>;
}
