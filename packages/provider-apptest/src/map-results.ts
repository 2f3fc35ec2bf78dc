import type { TestsetResult } from "@remotest/apptest-client";
import {
  type Attempt,
  type Conclusion,
  type Counts,
  count,
  type Progress,
  type ProviderFile,
  type RunResults,
  type TestRun,
  type TestSuite,
} from "@remotest/core";
import { type DeviceResult, type DeviceSuite, readResultJson } from "./result-json.ts";
import { readResultXml } from "./result-xml.ts";
import { contradiction } from "./unusable-results.ts";

/**
 * The results of a testset in the words of the domain. Source: apptest.ai REST API v2 page, section 3.
 *
 * What the service says twice must agree: the XML with its JSON twin, and both with the counts of the status.
 *
 * @throws {ProviderError} when the results cannot be read, or contradict each other.
 */
export function mapResults(result: TestsetResult, progress: Progress): RunResults {
  const xml = result.result_xml.trim() === "" ? undefined : readResultXml(result.result_xml);
  const json = result.result_json.trim() === "" ? undefined : readResultJson(result.result_json);
  if (xml && json) assertTwins(xml, json);
  const suites = xml ?? json ?? emptyResults(progress);
  const failure = failureKind(progress);
  const testRun: TestRun = {
    suites: suites.map((suite) => mapSuite(suite, failure)),
    conclusion: conclusionOf(progress),
    warnings: warningsOf(progress),
  };
  assertCounts(count([testRun]), progress);
  return { testRun, files: filesOf(result) };
}

/** Nothing at all: believed only where the status counts no test either. The gate then stops at "no test ran". */
function emptyResults({ total }: Progress): DeviceSuite[] {
  if (total === 0) return [];
  throw contradiction(`The results are empty, but the status counts ${total} tests`);
}

/**
 * Whether a device that is not ok failed or broke. The results call both `error` (section 3, JUnit XML example); only
 * the status counts them apart. With both kinds present nobody can tell which is which, so all count as the graver.
 */
function failureKind({ failed = 0, errors = 0 }: Progress): "failed" | "error" {
  return failed > 0 && errors === 0 ? "failed" : "error";
}

function mapSuite({ name, devices }: DeviceSuite, failure: "failed" | "error"): TestSuite {
  return {
    name,
    cases: devices.map((device) => ({ name: device.name, ...attemptOf(device, failure), earlierAttempts: [] })),
  };
}

function attemptOf({ verdict, text, seconds }: DeviceResult, failure: "failed" | "error"): Attempt {
  const links = /^https?:\/\/\S+$/.test(text) ? [{ label: "Result at apptest.ai", href: text }] : [];
  const common = { links, ...(seconds === undefined ? {} : { durationMs: Math.round(seconds * 1000) }) };
  if (verdict === "ok") return { outcome: "passed", ...common };
  if (verdict === "skipped") return { outcome: "skipped", ...common, ...(text === "" ? {} : { message: text }) };
  const outcome = verdict === "failure" ? "failed" : failure;
  const said =
    links.length > 0 || text === "" ? "The test did not pass on this device; the result page says why." : text;
  return { outcome, message: said, ...common };
}

function conclusionOf({ skipped = 0 }: Progress): Conclusion {
  if (skipped === 0) return { kind: "unstated" };
  return { kind: "cut-short", message: `${skipped} of its tests were stopped by a user of apptest.ai` };
}

function warningsOf({ running = 0, waiting = 0 }: Progress): string[] {
  const unfinished = running + waiting;
  return unfinished === 0
    ? []
    : [`apptest.ai calls the testset complete while it counts ${unfinished} tests as unfinished.`];
}

function assertTwins(xml: readonly DeviceSuite[], json: readonly DeviceSuite[]): void {
  const told = (suites: readonly DeviceSuite[]): string =>
    JSON.stringify(
      suites.flatMap(({ devices }) => devices.map(({ name, verdict }) => `${name} ${verdict}`)).toSorted(),
    );
  if (told(xml) !== told(json)) throw contradiction("The results as XML and as JSON differ");
}

/**
 * The status may lag behind while it counts tests as unfinished (the page's own example does), and by as many tests
 * only: its counts make up its total, each is a floor for what the results hold, and the totals are the same.
 */
function assertCounts(results: Counts, progress: Progress): void {
  const { total = 0, passed = 0, failed = 0, errors = 0, skipped = 0 } = progress;
  const notPassed = results.failed + results.errors + results.skipped;
  const counted = passed + failed + errors + skipped + (progress.running ?? 0) + (progress.waiting ?? 0);
  if (
    results.total === total &&
    counted === total &&
    results.passed >= passed &&
    notPassed >= failed + errors + skipped
  )
    return;
  throw contradiction(
    `The status counts ${total} tests, ${passed} passed, ${failed + errors + skipped} not and ${counted} in all; the results hold ${results.total}, ${results.passed} passed and ${notPassed} not`,
  );
}

function filesOf(result: TestsetResult): ProviderFile[] {
  const files = [
    { name: "result.xml", title: "apptest.ai's JUnit XML", content: result.result_xml },
    { name: "result.json", title: "apptest.ai's JSON", content: result.result_json },
    { name: "result.html", title: "apptest.ai's own report", content: result.result_html },
  ];
  return files.filter(({ content }) => content !== "");
}
