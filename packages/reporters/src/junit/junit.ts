import type { Quarantine, TestSuite } from "@remotest/core";
import type { Report, Reporter, RunReport } from "@remotest/core/flow";
import { type AttachmentLines, attachmentLines } from "./attachments.ts";
import { caseElement, errorElement, secondsOf } from "./case-element.ts";
import { type UniqueNames, uniqueNames } from "./unique-names.ts";
import { secondsText, text, type Xml, xml, xmlLines } from "./xml-text.ts";
import { nameLine, runLine } from "../cases/placed-case.ts";
import { quarantineReason } from "../words/quarantine-words.ts";
import { runError } from "../cases/run-error.ts";
import { type CleanText, clean, isoTime, joined, serviceLine } from "../words/service-text.ts";

/**
 * `junit.xml` for GitHub's test reporters, Azure, GitLab and Jenkins. Every (classname, name) pair is unique in the file,
 * because GitLab drops duplicates. The class name is the suite's name, without the name of the run, which is often a
 * commit's subject: Jenkins and Azure recognise a test over time by these two names.
 */
export const junitReporter: Reporter = { file: "junit.xml", render };

interface Suite {
  readonly lines: readonly Xml[];
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly seconds: number;
}

function render(report: Report): Xml {
  const unique = uniqueNames();
  const runs = report.runs.length > 0 ? report.runs : [undefined];
  const suites = runs.flatMap((run) => {
    const attachments = attachmentLines(report, run);
    return [...testSuites(report, run, unique, attachments), ...errorSuite(report, run, unique, attachments)];
  });
  const name = joined(
    report.runs.map(({ name }) => serviceLine(name, 200)),
    ", ",
  );
  const total = (column: Exclude<keyof Suite, "lines">) => suites.reduce((sum, suite) => sum + suite[column], 0);
  const counts = xml`tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}"`;
  return xmlLines([
    xml`<?xml version="1.0" encoding="UTF-8"?>`,
    xml`<testsuites name="${text(name || clean`remotest`)}" ${counts} time="${secondsText(total("seconds"))}">`,
    ...suites.map(({ lines }) => xmlLines(lines)),
    xml`</testsuites>\n`,
  ]);
}

function testSuites(
  report: Report,
  run: RunReport | undefined,
  unique: UniqueNames,
  attachments: AttachmentLines,
): Suite[] {
  if (run?.end.kind !== "results") return [];
  const title = report.runs.length > 1 ? clean`${runLine(run)}: ` : clean``;
  return run.end.testRun.suites
    .filter(({ cases }) => cases.length > 0)
    .map((suite) => testSuite(title, suite, run.startedAt, unique, attachments));
}

function testSuite(
  title: CleanText,
  { name, cases }: TestSuite,
  startedAt: Date,
  unique: UniqueNames,
  attachments: AttachmentLines,
): Suite {
  const classname = nameLine(name);
  const counts = { passed: 0, failed: 0, error: 0, skipped: 0 };
  const properties: Xml[] = [];
  let seconds = 0;
  const elements = cases.map((testCase) => {
    counts[testCase.outcome]++;
    seconds += secondsOf(testCase.durationMs);
    const name = unique(classname, nameLine(testCase.name));
    if (testCase.quarantine) properties.push(property(name, testCase.quarantine));
    return caseElement(testCase, { classname, name }, attachments);
  });
  return suite(
    { name: clean`${title}${classname}`, startedAt, skipped: counts.skipped, seconds },
    { tests: cases.length, failures: counts.failed, errors: counts.error },
    [...propertiesElement(properties), ...elements],
  );
}

/** A property of the suite that names its test case, because Jenkins' schema has no properties in a test case. */
function property(name: CleanText, { reason, until }: Quarantine): Xml {
  const value = clean`${name}: ${quarantineReason(reason)}, until ${serviceLine(until, 40)}`;
  return xml`      <property name="quarantined" value="${text(value)}"/>`;
}

function propertiesElement(properties: readonly Xml[]): readonly Xml[] {
  return properties.length === 0 ? [] : [xml`    <properties>`, ...properties, xml`    </properties>`];
}

function errorSuite(
  report: Report,
  run: RunReport | undefined,
  unique: UniqueNames,
  attachments: AttachmentLines,
): Suite[] {
  const error = runError(report, run);
  if (!error) return [];
  const classname = run ? serviceLine(run.provider) : clean`remotest`;
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
  is: { readonly name: CleanText; readonly startedAt: Date; readonly skipped: number; readonly seconds: number },
  counts: Pick<Suite, "tests" | "failures" | "errors">,
  children: readonly Xml[],
): Suite {
  const { tests, failures, errors } = counts;
  const results = xml`tests="${tests}" failures="${failures}" errors="${errors}" skipped="${is.skipped}"`;
  const times = xml`time="${secondsText(is.seconds)}" timestamp="${text(isoTime(is.startedAt))}"`;
  const open = xml`  <testsuite name="${text(is.name)}" ${results} ${times}>`;
  return { ...counts, seconds: is.seconds, lines: [open, ...children, xml`  </testsuite>`] };
}
