import { posix } from "node:path";
import type { Report, RunReport } from "@remotest/core/flow";
import { cleanText } from "../words/service-text.ts";
import { attachmentText, type Xml } from "./xml-text.ts";

/** Jenkins copies a file for each test case that names it: with thousands of failures that would fill its disk. */
const mostCases = 20;

/** Gives a test case that did not pass the lines of its output that attach files to it. */
export type AttachmentLines = () => readonly Xml[];

/**
 * The lines by which GitLab and Jenkins' plugin JUnit Attachments show what the service itself returned beside a test
 * case that did not pass: GitLab takes the first, the plugin all. The first test cases of a run have them.
 *
 * GitLab looks from the project's directory and Jenkins from the workspace: so the path is as the report directory was
 * given. A path that these lines cannot hold is left out: GitLab ends it at a bracket or a bar, and an XML reader or a
 * log would change what is no plain text.
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
