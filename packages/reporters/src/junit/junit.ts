import type { Quarantine } from "@remotest/core";
import type { Report, RunReport, TextReporter } from "@remotest/core/flow";
import { type AttachmentLines, attachmentLines } from "./attachments.ts";
import { caseElement, errorElement, secondsOf } from "./case-element.ts";
import { suiteProperties } from "./properties.ts";
import { secondsText, text, type Xml, xml } from "./xml-text.ts";
import { type IdentifiedRun, identifiedRuns, type IdentifiedSuite } from "../cases/identity.ts";
import { reportForFile } from "../cases/report-for-file.ts";
import { type CleanText, clean, isoSeconds, joined, serviceLine } from "../words/service-text.ts";

/**
 * `junit.xml` for GitHub's test reporters, Azure, GitLab and Jenkins. They follow a test over time by its suite, its class
 * and its name, so these never contain a reference or the name of a run. Every (classname, name) pair is unique in the
 * file, because GitLab drops duplicates.
 */
export const junitReporter: TextReporter = {
  file: "junit.xml",
  render: (report) => [...junitParts(report)].join(""),
};

interface Suite {
  /** Made while they are written: together they may be many megabytes. */
  readonly lines: () => Iterable<Xml>;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly seconds: number;
}

/** The text of the file in parts. */
export function* junitParts(full: Report): Generator<string> {
  const report = reportForFile(full);
  const suites = identifiedRuns(report).flatMap((identified) => {
    const { run, suites } = identified;
    const attachments = attachmentLines(report, run);
    return [
      ...suites.map((suite) => testSuite(report, run, suite, attachments)),
      ...errorSuite(report, identified, attachments),
    ];
  });
  const name = joined(
    report.runs.map(({ name }) => serviceLine(name, 200)),
    ", ",
  );
  const total = (column: Exclude<keyof Suite, "lines">) => suites.reduce((sum, suite) => sum + suite[column], 0);
  const counts = xml`tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}"`;
  yield xml`<?xml version="1.0" encoding="UTF-8"?>\n`;
  yield xml`<testsuites name="${text(name || clean`remotest`)}" ${counts} time="${secondsText(total("seconds"))}">\n`;
  for (const { lines } of suites) for (const line of lines()) yield xml`${line}\n`;
  yield xml`</testsuites>\n`;
}

function testSuite(
  report: Report,
  run: RunReport | undefined,
  { given, title, cases }: IdentifiedSuite,
  attachments: AttachmentLines,
): Suite {
  const counts = { passed: 0, failed: 0, error: 0, skipped: 0 };
  const quarantined: [CleanText, Quarantine][] = [];
  let seconds = 0;
  for (const { name, testCase } of cases) {
    counts[testCase.outcome]++;
    seconds += secondsOf(testCase.durationMs);
    if (testCase.quarantine) quarantined.push([name, testCase.quarantine]);
  }
  return suite({ name: title, run, skipped: counts.skipped, seconds }, {
    tests: cases.length,
    failures: counts.failed,
    errors: counts.error,
  }, function* () {
    yield* suiteProperties(report, run, quarantined);
    for (const { name, testCase } of cases)
      yield caseElement(testCase, { classname: title, name }, () => attachments({ suite: given, name: testCase.name }));
  });
}

function errorSuite(report: Report, { run, title, error }: IdentifiedRun, attachments: AttachmentLines): Suite[] {
  if (!error) return [];
  return [
    suite({ name: title, run, skipped: 0, seconds: 0 }, { tests: 1, failures: 0, errors: 1 }, () => [
      ...suiteProperties(report, run),
      errorElement(error, { classname: title, name: error.name }, attachments),
    ]),
  ];
}

interface SuiteOpening {
  readonly name: CleanText;
  readonly run: RunReport | undefined;
  readonly skipped: number;
  readonly seconds: number;
}

function suite(
  { name, run, skipped, seconds }: SuiteOpening,
  counts: Pick<Suite, "tests" | "failures" | "errors">,
  children: () => Iterable<Xml>,
): Suite {
  const { tests, failures, errors } = counts;
  const results = xml`tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  const times = xml`time="${secondsText(seconds)}" timestamp="${text(isoSeconds(run?.startedAt ?? new Date(0)))}"`;
  const open = xml`  <testsuite name="${text(name)}" ${results} ${times} hostname="${text(hostOf(run))}">`;
  const lines = function* () {
    yield open;
    yield* children();
    yield xml`  </testsuite>`;
  };
  return { ...counts, seconds, lines };
}

/** The host of the service, where the tests ran; otherwise the provider's name. */
function hostOf(run: RunReport | undefined): CleanText {
  if (!run) return clean`remotest`;
  const url = run.handle?.url;
  const host = url !== undefined && URL.canParse(url) ? serviceLine(new URL(url).hostname, 255) : "";
  return host || serviceLine(run.provider);
}
