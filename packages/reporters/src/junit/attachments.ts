import { posix } from "node:path";
import type { Report, RunReport } from "@remotest/core/flow";
import { cleanText } from "../words/service-text.ts";
import { attachmentText, type Xml } from "./xml-text.ts";

/** Jenkins copies a file for each test case that names it: thousands of failures would fill its disk. */
const mostCases = 20;

/** Returns the output lines that attach files to a test case that did not pass. */
export type AttachmentLines = () => readonly Xml[];

/**
 * The lines by which GitLab and Jenkins' plugin JUnit Attachments show the service's own files beside a test case that
 * did not pass: GitLab takes the first line, the plugin all of them. Only the first test cases of a run have them.
 *
 * GitLab reads the path from the project's directory and Jenkins from the workspace, so it begins with the report
 * directory as it was set. Some paths are left out: GitLab ends a path at a bracket or a bar, and an XML reader or a log
 * would change special characters.
 *
 * @example attachmentLines(report, run)() // ["[[ATTACHMENT|remotest-report/provider/results.xml]]"]
 */
export function attachmentLines({ givenReportDir }: Report, run: RunReport | undefined): AttachmentLines {
  const lines = (run?.attachments ?? [])
    .map(({ file }) => posix.join(givenReportDir, file))
    .flatMap((path) => {
      const clean = cleanText(path).trim();
      return path === clean && !/[[\]|\n\t]/.test(path) ? [attachmentText(clean)] : [];
    });
  let left = mostCases;
  return () => (left-- > 0 ? lines : []);
}
