import type { CaseName } from "@remotest/core";
import type { Attachment, Report, RunReport } from "@remotest/core/flow";
import { posix } from "node:path";
import { type CleanText, cleanText } from "../words/service-text.ts";

/** Jenkins copies a file for each test case that names it: thousands of failures would fill its disk. */
const mostCases = 20;

/** A file of the service that belongs to a test case. */
export interface AttachedFile {
  readonly attachment: Attachment;
  /** The path from the directory in which the command was called, as CI systems need it. */
  readonly path: CleanText;
}

/**
 * Returns the files for a test case that did not pass, by the service's names: its own ones first, then those of the run.
 * Without names it returns those of the run. Only the first test cases of a run have files.
 */
export type AttachedFiles = (testCase?: CaseName) => readonly AttachedFile[];

/** Makes the files for the test cases of one run. A path that is not clean text, or has more than one line, is left out. */
export function attachedFiles({ givenReportDir }: Report, run: RunReport | undefined): AttachedFiles {
  const files = (run?.attachments ?? []).flatMap((attachment) => {
    const path = `${onServer(givenReportDir)}${posix.join(givenReportDir, attachment.file)}`;
    const clean = cleanText(path).trim();
    return path === clean && !/[\n\t]/.test(path) ? [{ attachment, path: clean }] : [];
  });
  const ofRun = files.filter(({ attachment }) => attachment.testCase === undefined);
  const own = files.filter(({ attachment }) => attachment.testCase !== undefined);
  let left = mostCases;
  return (given) => {
    if (left-- <= 0) return [];
    const itsOwn = given ? own.filter(({ attachment: { testCase } }) => isSame(testCase, given)) : [];
    return [...itsOwn, ...ofRun];
  };
}

/** `join` would make an absolute path of one that begins with the name of a server, as Windows has them. */
function onServer(path: string): "/" | "" {
  return /^\/\/[^/]/.test(path) ? "/" : "";
}

function isSame(testCase: CaseName | undefined, { suite, name }: CaseName): boolean {
  return testCase?.suite === suite && testCase.name === name;
}
