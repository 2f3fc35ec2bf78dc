import type { CaseName } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { attachedFiles } from "../cases/attached-files.ts";
import { attachmentText, type Xml } from "./xml-text.ts";

/** Returns the output lines that attach files to a test case that did not pass. */
export type AttachmentLines = (testCase?: CaseName) => readonly Xml[];

/**
 * The lines by which GitLab and Jenkins' plugin JUnit Attachments show the service's own files beside a test case that
 * did not pass: GitLab takes the first line, the plugin all of them.
 *
 * GitLab reads the path from the project's directory and Jenkins from the workspace, so it begins with the report
 * directory as it was set. Some paths are left out: GitLab ends a path at a bracket or a bar.
 *
 * @example attachmentLines(report, run)() // ["[[ATTACHMENT|remotest-report/provider/results.xml]]"]
 */
export function attachmentLines(report: Report, run: RunReport | undefined): AttachmentLines {
  const next = attachedFiles(report, run);
  return (testCase) => next(testCase).flatMap(({ path }) => (/[[\]|]/.test(path) ? [] : [attachmentText(path)]));
}
