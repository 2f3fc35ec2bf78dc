import type { Element } from "@xmldom/xmldom";
import * as fc from "fast-check";
import { ApptestError } from "../../packages/apptest-client/src/errors.ts";
import { readResult, readStarted, readStatus } from "../../packages/apptest-client/src/answers.ts";
import type { Answer } from "../../packages/apptest-client/src/envelope.ts";
import { count, gate, ProviderError } from "../../packages/core/src/index.ts";
import { mapResults } from "../../packages/provider-apptest/src/map-results.ts";
import type { DeviceResult, DeviceSuite } from "../../packages/provider-apptest/src/device-results.ts";
import { readResultJson } from "../../packages/provider-apptest/src/result-json.ts";
import { readResultXml } from "../../packages/provider-apptest/src/result-xml.ts";
import { readDom } from "./dom.ts";
import { mutated } from "./mutation.ts";
import { example, sampleResults } from "./samples.ts";
import { type FuzzTarget, readOrRefused, assertSame, target } from "./target.ts";

const verdicts = ["skipped", "failure", "error"] as const;

function tally(suites: readonly DeviceSuite[]): Record<string, number> {
  return tallyOf(suites.flatMap(({ devices }) => devices.map(({ verdict }) => verdict)));
}

function tallyOf(found: readonly DeviceResult["verdict"][]): Record<string, number> {
  const of = (verdict: string): number => found.filter((each) => each === verdict).length;
  return { ok: of("ok"), skipped: of("skipped"), failure: of("failure"), error: of("error") };
}

/** Counts with an independent XML reader; undefined if it refuses a text that ours accepts. */
function tallyOfXml(text: string): Record<string, number> | undefined {
  try {
    const document = readDom(text);
    const cases = [...document.getElementsByTagName("testcase")];
    return tallyOf(cases.map((element) => worst(namesIn(element))));
  } catch {
    return undefined;
  }
}

function namesIn(element: Element): string[] {
  return [...element.childNodes].map(({ nodeName }) => nodeName);
}

function worst(names: readonly string[]): DeviceResult["verdict"] {
  return verdicts.findLast((verdict) => names.includes(verdict)) ?? "ok";
}

/** Counts the tests in plain JSON, even in nested suites. */
function tallyOfJson(json: unknown): Record<string, number> {
  const { testsuites } = json as { testsuites: { testsuite?: unknown } | null };
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value ? [value] : []);
  const casesIn = (suites: unknown): unknown[] =>
    list(suites).flatMap((suite) => {
      const { testcase, testsuite } = suite as { testcase?: unknown; testsuite?: unknown };
      return [...list(testcase), ...casesIn(testsuite)];
    });
  const cases = casesIn(testsuites?.testsuite);
  const names = cases.map((each) => Object.entries(each as object).filter(([, value]) => value !== null));
  return tallyOf(
    // If there are several, our reader takes the first in this order; with any, the test did not pass.
    names.map((entries) => {
      const keys = new Set(entries.map(([key]) => key));
      return (["error", "failure", "skipped"] as const).find((verdict) => keys.has(verdict)) ?? "ok";
    }),
  );
}

/** Reads with an independent reader; undefined if it refuses a text that ours accepts: control characters in a string. */
function plainJson(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
}

function keysOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Object.keys(value).filter((key) => ["error", "failure", "skipped", "testcase"].includes(key)).length;
  return Object.values(value).reduce<number>((sum, each) => sum + keysOf(each), Array.isArray(value) ? 0 : own);
}

const xmlSamples = [example("apptest/result.junit.xml"), ...sampleResults.map(({ result_xml }) => result_xml)];
const jsonSamples = sampleResults.map(({ result_json }) => result_json);
const envelopes = ["get-testset-result", "get-testset", "run-testset"].map((name) =>
  example(`apptest/${name}.response.json`),
);
const results = sampleResults.map(({ result_xml, result_json }) =>
  JSON.stringify({ data: { complete: true, result_xml, result_json, result_html: "" }, result_code: 0, reason: "" }),
);

const damaged = fc.constantFrom(...sampleResults).chain((sample) =>
  fc.record({
    sample: fc.constant(sample),
    // Either of the two, or both, as the service may send them.
    xml: fc.oneof(mutated([sample.result_xml]), fc.constant("")),
    json: fc.oneof(mutated([sample.result_json]), fc.constant("")),
  }),
);

/** The readers of apptest.ai's answers and results. */
export const apptestTargets: readonly FuzzTarget[] = [
  target("apptest.ai's JUnit XML: refused, or every test in it with its outcome", mutated(xmlSamples), async (text) => {
    const suites = await readOrRefused(() => readResultXml(text), ProviderError);
    const wanted = suites && tallyOfXml(text);
    if (suites && wanted) assertSame(tally(suites), wanted, "tests");
  }),

  target("apptest.ai's JSON: refused, or every test in it with its outcome", mutated(jsonSamples), async (text) => {
    const suites = await readOrRefused(() => readResultJson(text), ProviderError);
    const plain = suites && plainJson(text);
    if (!suites || plain === undefined) return;
    assertSame(tally(suites), tallyOfJson(plain), "tests");
    // A key that JSON.parse drops is still in the text.
    const written = text.match(/"(?:error|failure|skipped|testcase)"\s*:/g)?.length ?? 0;
    assertSame(keysOf(plain), written, "verdicts and lists of tests");
  }),

  target("apptest.ai's results, damaged: never a pass if a test failed", damaged, async ({ sample, xml, json }) => {
    const { passed, errors } = sample;
    const progress = { total: passed + errors, passed, errors, failed: 0, skipped: 0, running: 0, waiting: 0 };
    const result = { complete: true, result_xml: xml, result_json: json, result_html: "" };
    const mapped = await readOrRefused(() => mapResults(result, progress), ProviderError);
    if (!mapped) return;
    const counts = count([mapped.testRun]);
    assertSame(counts.total, progress.total, "tests");
    if (counts.passed > passed) throw new Error(`${counts.passed} passed instead of ${passed}`);
    const { kind } = gate(mapped.testRun, { failOn: "failed", maxFailures: { count: 0 } });
    if (errors > 0 && kind === "passed") throw new Error("A failure was lost");
  }),

  target(
    "apptest.ai's envelopes: refused, or read as JSON.parse does",
    fc.record({ text: mutated([...envelopes, ...results]), status: fc.constantFrom(200, 201, 302, 400, 500, 503) }),
    async ({ text, status }) => {
      const answer: Answer = { status, text, retryAfterS: undefined };
      const plain = (words: string): string => words;
      const started = await readOrRefused(() => readStarted(answer, plain), ApptestError);
      const state = await readOrRefused(() => readStatus(answer, plain), ApptestError);
      const result = await readOrRefused(() => readResult(answer, plain), ApptestError);
      if (!started && !state && !result) return;
      const { data, result_code } = JSON.parse(text.trim()) as Record<string, Record<string, unknown>>;
      // An id is the id of a testset, regardless of the other fields.
      if (started) assertSame(Number(started.testsetId), Number(data?.["testset_id"]), "testset_id");
      if (!state && !result) return;
      if (status < 200 || status > 299) throw new Error(`${status} was read as a success`);
      if (Number(result_code ?? 0) !== 0) throw new Error("A failure was read as a success");
      if (state) assertSame(state.testset_status, data?.["testset_status"], "testset_status");
      if (result)
        assertSame([result.complete, result.result_xml], [data?.["complete"], data?.["result_xml"] || ""], "result");
    },
  ),
];
