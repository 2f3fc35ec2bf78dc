import type { TestsetResult } from "@remotest/apptest-client";
import {
  type Attempt,
  type Conclusion,
  type Counts,
  count,
  type Link,
  type Progress,
  type RunResults,
  type TestRun,
  type TestSuite,
} from "@remotest/core";
import { mayTellTrouble } from "@remotest/http";
import type { DeviceResult, DeviceSuite } from "./device-results.ts";
import { withoutLead } from "./json-text.ts";
import { Remarks } from "./remarks.ts";
import { readResultJson } from "./result-json.ts";
import { type ReadOptions, readResultXml } from "./result-xml.ts";
import { BrokenDocument, contradiction, filesOf, unreadable, withEvidence } from "./unusable-results.ts";

/**
 * Converts the results of a testset. Source: specs/apptest.openapi.yaml, getTestsetResult.
 *
 * The XML and its JSON twin must agree with each other and with the counts of the status. If one twin is broken and
 * reports no failure, and the other is whole and agrees with the counts, the other is used, with a warning.
 *
 * @throws {ProviderError} if the results cannot be read or contradict each other; contains the service's answer.
 * @throws the signal's reason if it is aborted.
 */
export async function mapResults(result: TestsetResult, progress: Progress, signal?: AbortSignal): Promise<RunResults> {
  try {
    const remarks = new Remarks();
    const { suites, warnings } = await readTwins(result, { remarks, signal });
    const failure = failureKind(progress);
    const testRun: TestRun = {
      suites: (suites ?? emptyResults(progress)).map((suite) => mapSuite(suite, failure)),
      conclusion: conclusionOf(progress),
      warnings: [...warningsOf(progress), ...warnings, ...remarks.warnings],
    };
    assertCounts(count([testRun]), progress);
    return { testRun, files: filesOf(result) };
  } catch (error) {
    throw withEvidence(error, result);
  }
}

/** One of the twins: its suites, or the error if it is broken; undefined if the service sent none. */
type Twin = { readonly suites: readonly DeviceSuite[] } | { readonly broken: BrokenDocument } | undefined;

async function readTwins(
  { result_xml, result_json }: TestsetResult,
  reading: ReadOptions,
): Promise<{ readonly suites: readonly DeviceSuite[] | undefined; readonly warnings: readonly string[] }> {
  const xml = await readTwin(result_xml, readResultXml, reading);
  const json = await readTwin(result_json, readResultJson, reading);
  if (xml && "suites" in xml && json && "suites" in json) assertTwins(xml.suites, json.suites);
  const whole = [xml, json].find((twin) => twin !== undefined && "suites" in twin);
  const broken = [xml, json].find((twin) => twin !== undefined && "broken" in twin);
  if (broken === undefined || !("broken" in broken)) return { suites: suitesOf(whole), warnings: [] };
  const suites = suitesOf(whole);
  if (suites === undefined) throw broken.broken;
  assertToldAsMuch(broken === xml ? result_xml : result_json, suites);
  const [used, other] = broken === xml ? ["JSON", "XML"] : ["XML", "JSON"];
  return {
    suites,
    warnings: [`${broken.broken.message}. The same results as ${used} are used instead of the ${other}.`],
  };
}

/**
 * Checks that a broken document reports no more failures than the twin that replaces it. If the twin has no test that did
 * not pass, no part of the broken document may report one.
 */
function assertToldAsMuch(broken: string, suites: readonly DeviceSuite[]): void {
  const notPassed = suites.flatMap(({ devices }) => devices).filter(({ verdict }) => verdict !== "ok").length;
  const told = broken.match(/<(?:failure|error|skipped)\b|"(?:failure|error|skipped)"\s*:(?!\s*null)/g)?.length ?? 0;
  if (told > notPassed) throw contradiction("The results as XML and as JSON differ");
  if (notPassed === 0 && mayTellTrouble(broken))
    throw unreadable("one of the two documents is broken, and may report a test that did not pass");
}

async function readTwin(
  text: string,
  read: (text: string, reading: ReadOptions) => Promise<readonly DeviceSuite[]>,
  reading: ReadOptions,
): Promise<Twin> {
  if (withoutLead(text) === "") return undefined;
  try {
    return { suites: await read(text, reading) };
  } catch (error) {
    if (error instanceof BrokenDocument) return { broken: error };
    throw error;
  }
}

function suitesOf(twin: Twin): readonly DeviceSuite[] | undefined {
  return twin && "suites" in twin ? twin.suites : undefined;
}

/** Accepts empty results only if the status counts no test either. The gate then stops at "no test ran". */
function emptyResults({ total }: Progress): DeviceSuite[] {
  if (total === 0) return [];
  throw contradiction(`The results are empty, but the status counts ${total} tests`, true);
}

/**
 * Decides whether devices that are not ok failed or broke. The results call both `error` (section 3, JUnit XML example);
 * only the status counts them separately. If there are both kinds, it is not known which is which, so all count as broken.
 */
function failureKind({ failed = 0, errors = 0 }: Progress): "failed" | "error" {
  return failed > 0 && errors === 0 ? "failed" : "error";
}

function mapSuite({ name, devices }: DeviceSuite, failure: "failed" | "error"): TestSuite {
  return {
    name,
    ofDevices: true,
    cases: devices.map((device) => ({ name: device.name, ...attemptOf(device, failure), earlierAttempts: [] })),
  };
}

function attemptOf({ verdict, text, seconds }: DeviceResult, failure: "failed" | "error"): Attempt {
  const { links, words } = toldBy(text);
  const common = { links, ...(seconds === undefined ? {} : { durationMs: Math.round(seconds * 1000) }) };
  if (verdict === "ok") return { outcome: "passed", ...common };
  if (verdict === "skipped") return { outcome: "skipped", ...common, ...(words === "" ? {} : { message: words }) };
  const outcome = verdict === "failure" ? "failed" : failure;
  const message = words === "" ? "The test did not pass on this device; the result page says why." : words;
  return { outcome, message, ...common };
}

/** Splits a text into the address of the result page, if it begins with one, and the rest. */
function toldBy(text: string): { readonly links: readonly Link[]; readonly words: string } {
  const [, href, words = ""] = /^(https?:\/\/\S+)(?:\s*\n([^]*))?$/.exec(text) ?? [];
  if (href === undefined) return { links: [], words: text };
  return { links: [{ label: "Result at apptest.ai", href }], words: words.trim() };
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
      suites.flatMap(({ devices }) => devices.map(({ name, verdict }) => `${plain(name)} ${verdict}`)).toSorted(),
    );
  if (told(xml) !== told(json)) throw contradiction("The results as XML and as JSON differ");
}

/** Removes what XML and JSON may write differently in a name: blank space, control characters, and their replacements. */
function plain(name: string): string {
  return name.replaceAll(/[\s\p{Cc}\p{Cs}\uFFFD\uFFFE\uFFFF]+/gu, " ").trim();
}

/**
 * Checks the results against the counts of the status. The status may lag behind by the tests that it counts as unfinished
 * (the page's own example does): its counts must add up to its total, the totals must be equal, and the results must
 * contain at least as many tests of each kind.
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
    `The status counts ${total} tests, ${passed} passed, ${failed + errors + skipped} not and ${counted} in all; the results contain ${results.total}, ${results.passed} passed and ${notPassed} not`,
  );
}
