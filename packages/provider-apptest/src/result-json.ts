import { repeatedKey, turns } from "@remotest/http";
import { type DeviceResult, type DeviceSuite, most, suiteName } from "./device-results.ts";
import { replaceControls, withoutLead } from "./json-text.ts";
import { assertJunitCounts, countIn, type Tally } from "./junit-counts.ts";
import { Remarks } from "./remarks.ts";
import type { ReadOptions } from "./result-xml.ts";
import { assertOutput, assertProperty, knownAttributes, passOver } from "./unknown-part.ts";
import { BrokenDocument, unreadable } from "./unusable-results.ts";

/** The state that the suites of one document share. */
interface SharedState {
  readonly remarks: Remarks;
  readonly turn: () => Promise<void>;
  readonly suites: DeviceSuite[];
  cases: number;
  seen: number;
}

/**
 * Reads `result_json`: the JUnit results as JSON inside a string. A list of one item may come as the item itself.
 * @throws {BrokenDocument} if it is not complete.
 * @throws {ProviderError} if it cannot be read for another reason.
 */
export async function readResultJson(
  text: string,
  { remarks = new Remarks(), signal }: ReadOptions = {},
): Promise<DeviceSuite[]> {
  const root = field(parse(text, remarks), "testsuites");
  // An empty element becomes null or an empty text.
  if (root !== null && root !== "" && !isObject(root)) throw new BrokenDocument("the JSON has no testsuites");
  checkFields(root, "testsuites", ["testsuite"], remarks);
  const shared: SharedState = { remarks, turn: turns(signal), suites: [], cases: 0, seen: 0 };
  const tally = await readSuites(listOf(field(root, "testsuite")), undefined, 1, shared);
  assertJunitCounts((name) => field(root, name), tally);
  return shared.suites;
}

function parse(given: string, remarks: Remarks): unknown {
  const text = withoutLead(given);
  const { parsed, source } = parseOrReplace(text, remarks);
  const repeated = repeatedKey(source);
  if (repeated !== undefined) throw unreadable(`the JSON has ${JSON.stringify(repeated)} twice in one object`);
  return parsed;
}

function parseOrReplace(text: string, remarks: Remarks): { readonly parsed: unknown; readonly source: string } {
  try {
    return { parsed: JSON.parse(text), source: text };
  } catch (error) {
    const { text: source, replaced } = replaceControls(text);
    if (replaced === 0) throw new BrokenDocument("the JSON is cut off or broken", error);
    try {
      const parsed: unknown = JSON.parse(source);
      remarks.replaced(replaced);
      return { parsed, source };
    } catch (cause) {
      throw new BrokenDocument("the JSON is cut off or broken", cause);
    }
  }
}

async function readSuites(
  list: readonly unknown[],
  around: string | undefined,
  depth: number,
  shared: SharedState,
): Promise<Tally> {
  if (depth > most.nesting) throw unreadable(`the JSON has more than ${most.nesting} levels of suites`);
  const all = { tests: 0, notPassed: 0, skipped: 0 };
  for (const suite of list) {
    if (!isObject(suite)) throw unreadable("a testsuite of the JSON is not an object");
    if (++shared.seen > most.suites) throw unreadable(`the JSON has more than ${most.suites} suites`);
    checkFields(suite, "testsuite", ["testcase", "testsuite"], shared.remarks);
    const name = suiteName(around, textOf(field(suite, "name")));
    const devices = await readDevices(listOf(field(suite, "testcase")), shared);
    const inside = listOf(field(suite, "testsuite"));
    // A suite that contains only suites has no tests to show.
    if (devices.length > 0 || inside.length === 0) shared.suites.push({ name, devices });
    const tally = await readSuites(inside, name, depth + 1, shared);
    for (const { verdict } of devices) countIn(tally, verdict);
    assertJunitCounts((count) => field(suite, count), tally);
    all.tests += tally.tests;
    all.notPassed += tally.notPassed;
    all.skipped += tally.skipped;
  }
  return all;
}

async function readDevices(list: readonly unknown[], shared: SharedState): Promise<DeviceResult[]> {
  if ((shared.cases += list.length) > most.cases) throw unreadable(`the JSON has more than ${most.cases} tests`);
  const devices: DeviceResult[] = [];
  for (const device of list) {
    devices.push(readDevice(device, shared.remarks));
    await shared.turn();
  }
  return devices;
}

const verdicts = ["error", "failure", "skipped"] as const;

function readDevice(device: unknown, remarks: Remarks): DeviceResult {
  const name = textOf(field(device, "name")) ?? textOf(field(device, "device"));
  if (name === undefined) throw unreadable("a testcase of the JSON has no name");
  const seconds = remarks.seconds(textOf(field(device, "time")) ?? textOf(field(device, "total_time")));
  checkFields(device, "testcase", verdicts, remarks);
  for (const verdict of verdicts) {
    const found = field(device, verdict);
    // An empty failure does not count if the device has the output of a passed one; otherwise the outcome is not known.
    if (found === null && field(device, "system-out") === undefined)
      throw unreadable(`a testcase of the JSON has an empty ${verdict} and no output`);
    if (found !== undefined && found !== null) return { name, verdict, seconds, text: said(found, "message") };
  }
  const text = said(field(device, "system-out"), "contents");
  assertOutput(text);
  return { name, verdict: "ok", seconds, text };
}

/** Returns the text of an element: under a name or directly, as a text or as a list of lines. */
function said(element: unknown, name: string): string {
  return listOf(element)
    .flatMap((each) => listOf(field(each, name) ?? each))
    .flatMap((each) => textOf(each)?.trim() ?? [])
    .join("\n")
    .trim();
}

/** Names of elements that may have any content, and say nothing about the outcome. */
const saysNothing = new Set(["system-out", "system-err", "properties"]);

/** Ignores unknown fields with a remark, as in the XML, unless they could be a verdict or have more inside. */
function checkFields(of: unknown, what: string, elements: readonly string[], remarks: Remarks): void {
  if (!isObject(of)) return;
  for (const [key, value] of Object.entries(of)) {
    if (key === "properties" && what === "testcase") assertProperties(value);
    if (saysNothing.has(key) || elements.includes(key)) continue;
    const where = `a ${what} of the JSON has an unknown ${JSON.stringify(key)}`;
    if (typeof value === "object" && value !== null && Object.keys(value).length > 0) throw unreadable(where);
    if (!knownAttributes(what).has(key)) passOver(key, where, remarks, value);
  }
}

/** Checks the properties of a test, in any form: one with the name and the value of a verdict may be one. */
function assertProperties(properties: unknown): void {
  for (const property of listOf(field(properties, "property") ?? properties)) {
    const pair =
      field(property, "name") === undefined ? undefined : [textOf(field(property, "name")), field(property, "value")];
    const pairs = pair ? [pair] : isObject(property) ? Object.entries(property) : [];
    for (const [name, value] of pairs) assertProperty(String(name), value);
  }
}

/** Returns an own property only, so that a name such as `__proto__` returns nothing. */
function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
