import { assertJunitCounts } from "./junit-counts.ts";
import { repeatedKey } from "@remotest/http";
import { unreadable } from "./unusable-results.ts";

/** One test on one device, as the results tell it. */
export interface DeviceResult {
  readonly name: string;
  readonly verdict: "ok" | "error" | "failure" | "skipped";
  /** The address of the result page, or whatever else stands in its place; empty where nothing does. */
  readonly text: string;
  readonly seconds: number | undefined;
}

/** A project's tests. */
export interface DeviceSuite {
  readonly name: string;
  readonly devices: readonly DeviceResult[];
}

/**
 * Reads `result_json`: the JUnit results as JSON inside a string. A list of one may come as the thing itself.
 * @throws {ProviderError} when it is anything else.
 */
export function readResultJson(text: string): DeviceSuite[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw unreadable("the JSON is cut off or broken", error);
  }
  const repeated = repeatedKey(text);
  if (repeated !== undefined) throw unreadable(`the JSON has ${JSON.stringify(repeated)} twice in one place`);
  const root = field(parsed, "testsuites");
  // An element without anything in it becomes null or an empty text.
  if (root !== null && root !== "" && !isObject(root)) throw unreadable("the JSON holds no testsuites");
  refuseUnknown(root, "the testsuites element", ["testsuite"]);
  const suites = listOf(field(root, "testsuite")).map((suite) => {
    if (!isObject(suite)) throw unreadable("a testsuite of the JSON is none");
    refuseUnknown(suite, "a testsuite", ["testcase"]);
    const devices = listOf(field(suite, "testcase")).map(readDevice);
    assertJunitCounts((name) => textOf(field(suite, name)), devices);
    return { name: textOf(field(suite, "name")) ?? "apptest.ai", devices };
  });
  assertJunitCounts(
    (name) => textOf(field(root, name)),
    suites.flatMap(({ devices }) => devices),
  );
  return suites;
}

/** What may stand there besides what is read. */
const saysNothing = new Set([
  "name",
  "device",
  "time",
  "total_time",
  "classname",
  "system-out",
  "system-err",
  "properties",
]);
const verdicts = ["error", "failure", "skipped"] as const;

function readDevice(device: unknown): DeviceResult {
  const name = textOf(field(device, "name")) ?? textOf(field(device, "device"));
  if (name === undefined) throw unreadable("a testcase of the JSON has no name");
  const seconds = secondsOf(textOf(field(device, "time")) ?? textOf(field(device, "total_time")));
  refuseUnknown(device, "a testcase", verdicts);
  for (const verdict of verdicts) {
    const found = field(device, verdict);
    // Nothing in place of a failure: none, where the device says what a passed one does; else nobody can tell.
    if (found === null && field(device, "system-out") === undefined)
      throw unreadable(`a testcase of the JSON has an empty ${verdict} and nothing else to tell by`);
    if (found !== undefined && found !== null)
      return { name, verdict, seconds, text: textOf(field(found, "message")) ?? "" };
  }
  const output = field(device, "system-out");
  return { name, verdict: "ok", seconds, text: textOf(listOf(field(output, "contents") ?? output)[0])?.trim() ?? "" };
}

/** As in the XML an element that nobody knows could mean a failure; a text or a number is an attribute. */
function refuseUnknown(of: unknown, what: string, known: readonly string[]): void {
  if (!isObject(of)) return;
  for (const [key, value] of Object.entries(of)) {
    if (saysNothing.has(key) || known.includes(key)) continue;
    if (value === "" || (typeof value !== "string" && typeof value !== "number"))
      throw unreadable(`${what} of the JSON holds an unknown ${JSON.stringify(key)}`);
  }
}

/** A duration in seconds; none where the text is no number, or one that no test can take. */
export function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

/** An own property only: a name such as `__proto__` leads nowhere. */
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
