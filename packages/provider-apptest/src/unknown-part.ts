import { mayCarryVerdict, saysTrouble, tellsTrouble } from "@remotest/http";
import type { Remarks } from "./remarks.ts";
import { unreadable } from "./unusable-results.ts";

const ofSuites =
  "name tests failures errors skipped disabled assertions time total_time timestamp hostname id package file";
/** The attributes of JUnit, and those of the current service. */
const known: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["testsuites", new Set(ofSuites.split(" "))],
  ["testsuite", new Set([...ofSuites.split(" "), "device"])],
  ["testcase", new Set("name device time total_time classname assertions file line id timestamp".split(" "))],
  ["failure", new Set(["message", "type"])],
  ["error", new Set(["message", "type"])],
  ["skipped", new Set(["message", "type"])],
  ["property", new Set(["name", "value"])],
]);

const none: ReadonlySet<string> = new Set();

/** Returns the names of JUnit's attributes of an element, which are also the plain fields of an object. */
export function knownAttributes(of: string): ReadonlySet<string> {
  return known.get(of) ?? none;
}

/** Names of tests and suites, in any spelling: where they are not expected, they are not ignored. */
const ofTests = /(?:^|:)test[-_]?(?:cases?|suites?)$/i;

/**
 * Ignores an undocumented part, with a remark, unless it could be a test or a verdict.
 *
 * @param where for people: `the XML has an unknown <x>`
 * @param value its content, if that is known
 * @throws {ProviderError} if it could be one.
 */
export function passOver(name: string, where: string, remarks: Remarks, value?: unknown): void {
  const isDoubtful = value === undefined ? mayCarryVerdict(name) : tellsTrouble(name, value);
  if (isDoubtful || isMark(name, value) || ofTests.test(name)) throw unreadable(where);
  remarks.unknown(name);
}

/** True for an empty part that may be a verdict by its presence, like `<failure/>`; an empty error message is not. */
function isMark(name: string, value: unknown): boolean {
  const isEmpty = value === "" || (typeof value === "object" && value !== null && !Array.isArray(value));
  return isEmpty && mayCarryVerdict(name) && !/(?:message|text|reason|detail|code|at|time)s?$/i.test(name);
}

/**
 * Checks a property of a test. It says nothing about the outcome unless its name and value do: `result`, `FAILED`.
 * @throws {ProviderError} if they do.
 */
export function assertProperty(name: string, value: unknown): void {
  if (tellsTrouble(name, value))
    throw unreadable(`a testcase has a property ${JSON.stringify(name.slice(0, 60))} that may be a verdict`);
}

/**
 * Checks the output of a test that did not fail. It is the address of its page, or says nothing about the outcome, unless
 * it begins with a word like `FAILED`.
 * @throws {ProviderError} if it does.
 */
export function assertOutput(text: string): void {
  const end = text.indexOf("\n");
  const first = end < 0 ? text : text.slice(0, end);
  if (/^\W*(?:fail|error|fatal|실패|오류|에러)/iu.test(first) && saysTrouble(first))
    throw unreadable(`a testcase without a failure says ${JSON.stringify(text.slice(0, 60))}`);
}
