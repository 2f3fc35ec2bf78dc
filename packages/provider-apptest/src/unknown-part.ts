import { mayCarryVerdict, saysTrouble, tellsTrouble } from "@remotest/http";
import type { Remarks } from "./remarks.ts";
import { unreadable } from "./unusable-results.ts";

const ofSuites =
  "name tests failures errors skipped disabled assertions time total_time timestamp hostname id package file";
/** The attributes that JUnit has, and the words of the current service. */
const known: Readonly<Record<string, ReadonlySet<string>>> = {
  testsuites: new Set(ofSuites.split(" ")),
  testsuite: new Set([...ofSuites.split(" "), "device"]),
  testcase: new Set("name device time total_time classname assertions file line id timestamp".split(" ")),
  failure: new Set(["message", "type"]),
  error: new Set(["message", "type"]),
  skipped: new Set(["message", "type"]),
  property: new Set(["name", "value"]),
};

/** Whether an attribute of an element, or a plain field of an object, is one of JUnit's. */
export function isKnownAttribute(of: string, name: string): boolean {
  return known[of]?.has(name) ?? false;
}

/** Names that tests or verdicts have, in whatever spelling: where they are not expected, they are not passed over. */
const ofTests = /(?:^|:)test[-_]?(?:cases?|suites?)$/i;

/**
 * Passes over a part that no documentation names, with a remark, unless it could tell of a test or of a verdict.
 *
 * @param where for people: `the XML holds an unknown <x>`
 * @param value what it holds, where that is known
 * @throws {ProviderError} when it could.
 */
export function passOver(name: string, where: string, remarks: Remarks, value?: unknown): void {
  const isDoubtful = value === undefined ? mayCarryVerdict(name) : tellsTrouble(name, value);
  if (isDoubtful || isMark(name, value) || ofTests.test(name)) throw unreadable(where);
  remarks.unknown(name);
}

/** As `<failure/>` does, an empty part may tell by being there; the message of an error that is none does not. */
function isMark(name: string, value: unknown): boolean {
  const isEmpty = value === "" || (typeof value === "object" && value !== null && !Array.isArray(value));
  return isEmpty && mayCarryVerdict(name) && !/(?:message|text|reason|detail|code|at|time)s?$/i.test(name);
}

/**
 * A property of a test says nothing of its outcome, unless it is named and worded like one: `result`, `FAILED`.
 * @throws {ProviderError} when it is.
 */
export function assertProperty(name: string, value: unknown): void {
  if (tellsTrouble(name, value))
    throw unreadable(`a testcase has a property ${JSON.stringify(name.slice(0, 60))} that may be a verdict`);
}

/**
 * What a test prints that did not fail is the address of its page, or says nothing of its outcome, unless it begins with a
 * word like `FAILED`.
 * @throws {ProviderError} when it does.
 */
export function assertOutput(text: string): void {
  const [first = ""] = text.split("\n", 1);
  if (/^\W*(?:fail|error|fatal|실패|오류|에러)/iu.test(first) && saysTrouble(first))
    throw unreadable(`a testcase without a failure says ${JSON.stringify(text.slice(0, 60))}`);
}
