import { type Attempt, isFlaky, type Outcome, type Quarantine } from "@remotest/core";
import { isDuration, type Report, type RunReport, type TextReporter } from "@remotest/core/flow";
import type { CTRFReport, RetryAttempt, Summary, Test, TestStatus } from "ctrf";
import {
  type IdentifiedCase,
  type IdentifiedRun,
  identifiedRuns,
  type IdentifiedSuite,
  wholeRun,
} from "../cases/identity.ts";
import { type AttachedFiles, attachedFiles } from "../cases/attached-files.ts";
import { countsOf, messageText, nameLine } from "../cases/placed-case.ts";
import { reportTimes } from "../cases/report-times.ts";
import { safeHref } from "../words/safe-href.ts";
import { type CleanText, clean, isoTime, serviceLine } from "../words/service-text.ts";
import { warningsOf } from "../cases/warnings.ts";
import type { CleanTexts, Extra } from "./clean-ctrf.ts";
import { attachments } from "./attachments.ts";
import { environment, runId } from "./environment.ts";
import { reportForFile } from "../cases/report-for-file.ts";
import { identitiesIn, nameUuid, suitePath, type TestIdentity } from "./test-identity.ts";

/** The version of the CTRF specification that the file follows. */
const specVersion = clean`0.0.0`;
const longestMessage = 64 * 1024;
/** The longest `message`; `trace` has the rest. */
const longestLine = 500;

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
export function ctrfReporter(version: string): TextReporter {
  return { file: "ctrf-report.json", render: (report) => [...ctrfParts(report, version)].join("") };
}

/** The text of the file in parts. */
export function ctrfParts(full: Report, version: string): Iterable<string> {
  const report = reportForFile(full);
  const runs = identifiedRuns(report);
  return written(document(report, runs, version), testsOf(report, runs));
}

/**
 * The text of a document in parts, one for each test.
 * @param tests made while they are written: together they take many times the memory of the report
 */
export function* written(document: CleanTexts<CTRFReport>, tests: Iterable<CleanTexts<Test>>): Generator<string> {
  const list = '"tests":[';
  const around = JSON.stringify(document);
  // In JSON, a text cannot contain the name of the list with these quotation marks.
  const at = around.indexOf(`${list}]`) + list.length;
  yield around.slice(0, at);
  let separator = "";
  for (const test of tests) {
    yield separator + JSON.stringify(test);
    separator = ",";
  }
  yield `${around.slice(at)}\n`;
}

/** The document without its tests. */
function document(report: Report, runs: readonly IdentifiedRun[], version: string): CleanTexts<CTRFReport> {
  const about = {
    summary: summary(report, runs),
    environment: environment(report),
    extra: {
      verdict: verdict(report),
      runs: report.runs.map(runExtra),
      ...texts(
        "warnings",
        warningsOf(report).map(({ words }) => words),
      ),
    },
  };
  return {
    reportFormat: "CTRF",
    specVersion,
    // Another report on the same runs, such as a merged one, has another ID; the same report has the same.
    reportId: nameUuid(JSON.stringify(about)),
    ...runId(report),
    timestamp: isoTime(new Date(reportTimes(report).stop)),
    generatedBy: clean`remotest`,
    results: {
      tool: { name: clean`remotest`, version: serviceLine(version) },
      ...about,
      tests: [],
    },
  };
}

function summary(report: Report, runs: readonly IdentifiedRun[]): CleanTexts<Summary> {
  const { start, stop } = reportTimes(report);
  const { total, passed, failed, errors, skipped, flaky } = countsOf(report);
  const ofRuns = runs.filter(({ error }) => error).length;
  return {
    tests: total + ofRuns,
    passed,
    failed: failed + errors + ofRuns,
    skipped,
    pending: 0,
    other: 0,
    flaky,
    suites: suiteCount(runs),
    start,
    stop,
    duration: stop - start,
  };
}

/** Counts suites as CTRF's own library does: every level of every path once. */
function suiteCount(runs: readonly IdentifiedRun[]): number {
  const paths = new Set<string>();
  for (const { place, suites, error } of runs)
    for (const name of [...suites.map(({ name }) => name), ...(error ? [wholeRun] : [])]) {
      const path = suitePath(place, name);
      for (let level = 1; level <= path.length; level++) paths.add(path.slice(0, level).join("/"));
    }
  return paths.size;
}

function* testsOf(report: Report, runs: readonly IdentifiedRun[]): Generator<CleanTexts<Test>> {
  for (const identified of runs) {
    const files = attachedFiles(report, identified.run);
    const { place } = identified;
    for (const { given, name, ofDevices, cases } of identified.suites) {
      const suite = { place, given, ofDevices, files, identityOf: identitiesIn(suitePath(place, name)) };
      for (const each of cases) yield test(each, suite);
    }
    yield* errorTest(identified, files);
  }
}

interface Suite extends Pick<IdentifiedSuite, "given" | "ofDevices"> {
  /** That of the run. */
  readonly place: CleanText;
  readonly files: AttachedFiles;
  readonly identityOf: (name: CleanText) => TestIdentity;
}

function test({ name, testCase }: IdentifiedCase, suite: Suite): CleanTexts<Test> {
  const { place, files } = suite;
  const bad = testCase.outcome === "failed" || testCase.outcome === "error";
  const earlier = testCase.earlierAttempts;
  const identity = suite.identityOf(name);
  const caseName = nameLine(testCase.name);
  return {
    testId: identity.testId,
    name: identity.name,
    suite: identity.suite,
    status: statuses[testCase.outcome],
    duration: wholeMs(testCase.durationMs),
    ...saying(testCase),
    rawStatus: testCase.outcome,
    ...(earlier.length > 0 && {
      retries: earlier.length,
      retryAttempts: earlier.map((attempt, index) => retryAttempt(attempt, index + 1)),
    }),
    flaky: isFlaky(testCase),
    ...(suite.ofDevices && { device: caseName }),
    ...(testCase.quarantine && { tags: [clean`quarantined`] }),
    ...attachments(bad ? files({ suite: suite.given, name: testCase.name }) : []),
    ...links(testCase, {
      // By these past-report.ts recognises the test case.
      ...(place !== "" && { distinction: place }),
      ...(identity.name !== caseName && { caseName }),
      ...(testCase.quarantine && { quarantine: quarantine(testCase.quarantine) }),
    }),
  };
}

function quarantine({ reason, until }: Quarantine): Extra {
  return { reason: serviceLine(reason, 1000), until: serviceLine(until, 40) };
}

function retryAttempt(attempt: Attempt, number: number): CleanTexts<RetryAttempt> {
  return {
    attempt: number,
    status: statuses[attempt.outcome],
    duration: wholeMs(attempt.durationMs),
    ...saying(attempt),
    ...links(attempt, { rawStatus: attempt.outcome }),
  };
}

/** One line for a list, and everything for a detailed view. */
function saying(attempt: Attempt): Pick<CleanTexts<Test>, "message" | "trace"> {
  const trace = messageText(attempt, longestMessage);
  if (trace === "") return {};
  const message = serviceLine(trace, longestLine);
  return attempt.outcome === "skipped" && message === trace ? { message } : { message, trace };
}

function links({ links }: Attempt, more: Extra = {}): Pick<CleanTexts<Test>, "extra"> {
  if (links.length === 0) return Object.keys(more).length > 0 ? { extra: more } : {};
  const clickable = links.map(({ label, href }) => ({
    label: serviceLine(label, 100),
    href: safeHref(href) ?? serviceLine(href, 2000),
  }));
  return { extra: { ...more, links: clickable } };
}

function errorTest({ place, error }: IdentifiedRun, files: AttachedFiles): readonly CleanTexts<Test>[] {
  if (!error) return [];
  const test: CleanTexts<Test> = {
    ...identitiesIn(suitePath(place, wholeRun))(error.name),
    status: "failed",
    duration: 0,
    message: error.message,
    trace: error.details,
    rawStatus: error.verdict.kind,
    ...attachments(files()),
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
    ...(run.distinction !== undefined && { distinction: serviceLine(run.distinction, 1000) }),
    // Of a run without results, it is not known how long the run takes.
    ...(run.end.kind === "results" && { durationMs: run.endedAt.getTime() - run.startedAt.getTime() }),
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
