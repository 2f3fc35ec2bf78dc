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
import { type Reading, readResultXml } from "./result-xml.ts";
import { BrokenDocument, contradiction, filesOf, unreadable, withEvidence } from "./unusable-results.ts";

/**
 * The results of a testset in the words of the domain. Source: apptest.ai REST API v2 page, section 3.
 *
 * What the service says twice must agree: the XML with its JSON twin, and both with the counts of the status. Where one of
 * the twins is broken, tells of no failure, and the other is whole and agrees with the counts, that one is used, with a
 * warning.
 *
 * @throws {ProviderError} when the results cannot be read, or contradict each other; with what the service answered.
 * @throws the signal's reason when it is aborted meanwhile.
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

/** One of the twins: what it holds, or why it is broken; undefined where the service sent none. */
type Twin = { readonly suites: readonly DeviceSuite[] } | { readonly broken: BrokenDocument } | undefined;

async function readTwins(
  { result_xml, result_json }: TestsetResult,
  reading: Reading,
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
 * What a broken document said was said all the same: the twin that stands for it knows of as many tests that did not
 * pass. Where it knows of none, nothing in the broken one may tell of one.
 */
function assertToldAsMuch(broken: string, suites: readonly DeviceSuite[]): void {
  const notPassed = suites.flatMap(({ devices }) => devices).filter(({ verdict }) => verdict !== "ok").length;
  const told = broken.match(/<(?:failure|error|skipped)\b|"(?:failure|error|skipped)"\s*:(?!\s*null)/g)?.length ?? 0;
  if (told > notPassed) throw contradiction("The results as XML and as JSON differ");
  if (notPassed === 0 && mayTellTrouble(broken))
    throw unreadable("one of the two documents is broken, and it may tell of a test that did not pass");
}

async function readTwin(
  text: string,
  read: (text: string, reading: Reading) => Promise<readonly DeviceSuite[]>,
  reading: Reading,
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

/** Nothing at all: believed only where the status counts no test either. The gate then stops at "no test ran". */
function emptyResults({ total }: Progress): DeviceSuite[] {
  if (total === 0) return [];
  throw contradiction(`The results are empty, but the status counts ${total} tests`, true);
}

/**
 * Whether a device that is not ok failed or broke. The results call both `error` (section 3, JUnit XML example); only
 * the status counts them apart. With both kinds present it is not known which is which, so all count as the graver.
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
  const { links, words } = toldBy(text);
  const common = { links, ...(seconds === undefined ? {} : { durationMs: Math.round(seconds * 1000) }) };
  if (verdict === "ok") return { outcome: "passed", ...common };
  if (verdict === "skipped") return { outcome: "skipped", ...common, ...(words === "" ? {} : { message: words }) };
  const outcome = verdict === "failure" ? "failed" : failure;
  const message = words === "" ? "The test did not pass on this device; the result page says why." : words;
  return { outcome, message, ...common };
}

/** The address of the result page stands first, or alone; what is left are words. */
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

/** A name without what XML and JSON cannot hold alike: blank space, control characters, and what stands in their place. */
function plain(name: string): string {
  return name.replaceAll(/[\s\p{Cc}\p{Cs}\uFFFD\uFFFE\uFFFF]+/gu, " ").trim();
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
