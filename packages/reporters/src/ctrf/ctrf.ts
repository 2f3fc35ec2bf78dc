import { type Attempt, isFlaky, type Outcome, type Quarantine } from "@remotest/core";
import { isDuration, type Report, type Reporter, type RunReport } from "@remotest/core/flow";
import type { CTRFReport, RetryAttempt, Summary, Test, TestStatus } from "ctrf";
import {
  countsOf,
  distinctionLine,
  messageText,
  nameLine,
  type PlacedCase,
  placedCases,
  runLine,
} from "../cases/placed-case.ts";
import { type RunError, runError } from "../cases/run-error.ts";
import { reportTimes } from "../cases/report-times.ts";
import { safeHref } from "../words/safe-href.ts";
import { clean, isoTime, joined, serviceLine } from "../words/service-text.ts";
import { warningsOf } from "../cases/warnings.ts";
import type { Clean, Extra } from "./clean-ctrf.ts";

/** The version of the CTRF specification that the file follows. */
const specVersion = clean`0.0.0`;
const longestMessage = 64 * 1024;

/**
 * CTRF has no broken tests. Its own converter from JUnit makes `<error>` a failed test, and so do we, so that a count of
 * the failed tests includes it. `rawStatus` keeps our outcome.
 */
const statuses = { passed: "passed", failed: "failed", error: "failed", skipped: "skipped" } as const satisfies Record<
  Outcome,
  TestStatus
>;

/**
 * `ctrf-report.json`, valid against the CTRF schema. A run without results becomes one more failed test, so that the file
 * is never green if the verdict is not.
 *
 * @param version our own version, for `tool`
 */
export function ctrfReporter(version: string): Reporter {
  return { file: "ctrf-report.json", render: (report) => written(document(report, version)) };
}

/** The text of the file. */
export function written(document: Clean<CTRFReport>): string {
  return `${JSON.stringify(document)}\n`;
}

function document(report: Report, version: string): Clean<CTRFReport> {
  const tests = [...placedCases(report)].map((placed) => test(placed, report.runs.length > 1));
  const errors = (report.runs.length > 0 ? report.runs : [undefined]).flatMap((run) => errorTest(report, run));
  const all = [...tests, ...errors];
  const names = report.runs.map(({ name }) => serviceLine(name, 200));
  return {
    reportFormat: "CTRF",
    specVersion,
    timestamp: isoTime(new Date(reportTimes(report).stop)),
    generatedBy: clean`remotest`,
    results: {
      tool: { name: clean`remotest`, version: serviceLine(version) },
      summary: summary(report, all),
      tests: all,
      environment: { reportName: joined(names, ", ") || clean`remotest` },
      extra: {
        verdict: verdict(report),
        runs: report.runs.map(runExtra),
        ...texts(
          "warnings",
          warningsOf(report).map(({ words }) => words),
        ),
      },
    },
  };
}

function summary(report: Report, tests: readonly Clean<Test>[]): Clean<Summary> {
  const { start, stop } = reportTimes(report);
  const having = (status: TestStatus) => tests.filter((test) => test.status === status).length;
  return {
    tests: tests.length,
    passed: having("passed"),
    failed: having("failed"),
    skipped: having("skipped"),
    pending: 0,
    other: 0,
    flaky: countsOf(report).flaky,
    suites: report.runs.reduce((sum, { end }) => sum + (end.kind === "results" ? end.testRun.suites.length : 0), 0),
    start,
    stop,
    duration: stop - start,
  };
}

function test({ run, suite, testCase }: PlacedCase, severalRuns: boolean): Clean<Test> {
  const earlier = testCase.earlierAttempts;
  // The run's name differs each time, so past-report.ts recognises the test by the distinction.
  const distinction = distinctionLine(run);
  const suites = severalRuns ? [runLine(run), nameLine(suite)] : [nameLine(suite)];
  return {
    name: nameLine(testCase.name),
    status: statuses[testCase.outcome],
    duration: wholeMs(testCase.durationMs),
    suite: suites,
    ...saying(testCase),
    rawStatus: testCase.outcome,
    ...(earlier.length > 0 && {
      retries: earlier.length,
      retryAttempts: earlier.map((attempt, index) => retryAttempt(attempt, index + 1)),
    }),
    flaky: isFlaky(testCase),
    ...(testCase.quarantine && { tags: [clean`quarantined`] }),
    ...links(testCase, {
      ...(distinction !== "" && { distinction }),
      ...(testCase.quarantine && { quarantine: quarantine(testCase.quarantine) }),
    }),
  };
}

function quarantine({ reason, until }: Quarantine): Extra {
  return { reason: serviceLine(reason, 1000), until: serviceLine(until, 40) };
}

function retryAttempt(attempt: Attempt, number: number): Clean<RetryAttempt> {
  return {
    attempt: number,
    status: statuses[attempt.outcome],
    duration: wholeMs(attempt.durationMs),
    ...saying(attempt),
    ...links(attempt, { rawStatus: attempt.outcome }),
  };
}

function saying(attempt: Attempt): Pick<Clean<Test>, "message"> {
  const message = messageText(attempt, longestMessage);
  return message === "" ? {} : { message };
}

function links({ links }: Attempt, more: Extra = {}): Pick<Clean<Test>, "extra"> {
  const extra = {
    ...more,
    ...(links.length > 0 && {
      links: links.map(({ label, href }) => ({
        label: serviceLine(label, 100),
        href: safeHref(href) ?? serviceLine(href, 2000),
      })),
    }),
  };
  return Object.keys(extra).length > 0 ? { extra } : {};
}

function errorTest(report: Report, run: RunReport | undefined): readonly Clean<Test>[] {
  const error: RunError | undefined = runError(report, run);
  if (!error) return [];
  const test: Clean<Test> = {
    name: error.name,
    status: "failed",
    duration: 0,
    suite: [run ? runLine(run) : clean`remotest`],
    message: error.details,
    rawStatus: error.verdict.kind,
    // Tells past-report.ts that this is not a test case.
    extra: { standsFor: clean`run` },
  };
  return [test];
}

function texts(name: string, all: readonly string[]): Extra {
  return all.length === 0 ? {} : { [name]: all.map((text) => serviceLine(text, 1000)) };
}

function runExtra(run: RunReport): Extra {
  const href = run.handle?.url === undefined ? undefined : safeHref(run.handle.url);
  return {
    provider: serviceLine(run.provider),
    name: serviceLine(run.name),
    ...(run.handle && { ref: serviceLine(run.handle.ref) }),
    ...(href !== undefined && { url: href }),
    verdict: verdict(run),
    ...texts(
      "files",
      run.attachments.map(({ file }) => file),
    ),
  };
}

function verdict({ verdict }: Pick<RunReport, "verdict">): Extra {
  return { kind: verdict.kind, reason: serviceLine(verdict.reason) };
}

function wholeMs(ms: number | undefined): number {
  return isDuration(ms) ? Math.round(ms) : 0;
}
