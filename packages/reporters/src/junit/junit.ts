import type { TestSuite } from "@remotest/core";
import type { Report, Reporter, RunReport } from "@remotest/core/flow";
import { type AttachmentLines, attachmentLines } from "./attachments.ts";
import { caseElement, errorElement, secondsOf } from "./case-element.ts";
import { type UniqueNames, uniqueNames } from "./unique-names.ts";
import { text } from "./xml-text.ts";
import { nameLine, runLine } from "../cases/placed-case.ts";
import { quarantineReason } from "../words/quarantine-words.ts";
import { runError } from "../cases/run-error.ts";
import { serviceLine } from "../words/service-text.ts";

/**
 * `junit.xml` as GitHub's test reporters, Azure, GitLab and Jenkins take it. Every (classname, name) pair is unique in
 * the file: GitLab drops duplicates. A class name is the suite's name and has nothing of the run's name in it, which
 * often is a commit's subject: Jenkins and Azure follow a test over time by these two names.
 */
export const junitReporter: Reporter = { file: "junit.xml", render };

interface Suite {
  readonly lines: readonly string[];
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly seconds: number;
}

function render(report: Report): string {
  const unique = uniqueNames();
  const runs = report.runs.length > 0 ? report.runs : [undefined];
  const suites = runs.flatMap((run) => {
    const attachments = attachmentLines(report, run);
    return [...testSuites(report, run, unique, attachments), ...errorSuite(report, run, unique, attachments)];
  });
  const name = report.runs.map(({ name }) => serviceLine(name, 200)).join(", ");
  const total = (column: Exclude<keyof Suite, "lines">) => suites.reduce((sum, suite) => sum + suite[column], 0);
  const counts = `tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${text(name || "remotest")}" ${counts} time="${total("seconds").toFixed(3)}">`,
    ...suites.map(({ lines }) => lines.join("\n")),
    "</testsuites>\n",
  ].join("\n");
}

function testSuites(
  report: Report,
  run: RunReport | undefined,
  unique: UniqueNames,
  attachments: AttachmentLines,
): Suite[] {
  if (run?.end.kind !== "results") return [];
  const title = report.runs.length > 1 ? `${runLine(run)}: ` : "";
  return run.end.testRun.suites
    .filter(({ cases }) => cases.length > 0)
    .map((suite) => testSuite(title, suite, run.startedAt, unique, attachments));
}

function testSuite(
  title: string,
  { name, cases }: TestSuite,
  startedAt: Date,
  unique: UniqueNames,
  attachments: AttachmentLines,
): Suite {
  const classname = nameLine(name);
  const counts = { passed: 0, failed: 0, error: 0, skipped: 0 };
  const properties: string[] = [];
  let seconds = 0;
  const elements = cases.map((testCase) => {
    counts[testCase.outcome]++;
    seconds += secondsOf(testCase.durationMs);
    const name = unique(classname, nameLine(testCase.name));
    if (testCase.quarantine) properties.push(property(name, testCase.quarantine));
    return caseElement(testCase, { classname, name }, attachments);
  });
  return suite(
    { name: title + classname, startedAt, skipped: counts.skipped, seconds },
    { tests: cases.length, failures: counts.failed, errors: counts.error },
    [...propertiesElement(properties), ...elements],
  );
}

/** Jenkins' schema has properties in a suite and none in a test case: so each names its test case. */
function property(name: string, { reason, until }: { readonly reason: string; readonly until: string }): string {
  const value = `${name}: ${quarantineReason(reason)}, until ${serviceLine(until, 40)}`;
  return `      <property name="quarantined" value="${text(value)}"/>`;
}

function propertiesElement(properties: readonly string[]): readonly string[] {
  return properties.length === 0 ? [] : ["    <properties>", ...properties, "    </properties>"];
}

function errorSuite(
  report: Report,
  run: RunReport | undefined,
  unique: UniqueNames,
  attachments: AttachmentLines,
): Suite[] {
  const error = runError(report, run);
  if (!error) return [];
  const classname = run?.provider ?? "remotest";
  const name = run ? runLine(run) : classname;
  return [
    suite(
      { name, startedAt: run?.startedAt ?? new Date(0), skipped: 0, seconds: 0 },
      { tests: 1, failures: 0, errors: 1 },
      [errorElement(error, { classname, name: unique(classname, error.name) }, attachments)],
    ),
  ];
}

function suite(
  is: { readonly name: string; readonly startedAt: Date; readonly skipped: number; readonly seconds: number },
  counts: Pick<Suite, "tests" | "failures" | "errors">,
  children: readonly string[],
): Suite {
  const { tests, failures, errors } = counts;
  const open =
    `  <testsuite name="${text(is.name)}" tests="${tests}" failures="${failures}" errors="${errors}"` +
    ` skipped="${is.skipped}" time="${is.seconds.toFixed(3)}" timestamp="${is.startedAt.toISOString()}">`;
  return { ...counts, seconds: is.seconds, lines: [open, ...children, "  </testsuite>"] };
}
