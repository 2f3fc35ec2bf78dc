import { type Conclusion, ProviderError, type TestCase, type TestRun, type TestSuite } from "@remotest/core";
import { saysTrouble } from "@remotest/http";
import type { PartRun, TestRun as MtaTestRun } from "@remotest/mta-client";
import { meaningOf, tellsFailure } from "./result-words.ts";

/** The results of one suite run. */
export interface SuiteResults {
  readonly suite: PartRun;
  readonly cases: readonly PartRun[];
}

/** The most test cases of one run that are accepted: see docs/security.md, "Bounds". */
const mostCases = 500_000;

/**
 * Converts the results of a finished run. The three levels must not contradict each other. A case without a result was not
 * executed: that is an error, never a pass.
 *
 * @throws {ProviderError} if the results are not complete, or contradict each other.
 */
export function mapResults({ result }: MtaTestRun, results: readonly SuiteResults[]): TestRun {
  const total = results.reduce((sum, { cases }) => sum + cases.length, 0);
  if (total > mostCases) throw unusable(`it names more than ${mostCases} test cases`);
  const isStopped = meaningOf(result) === "stopped";
  const inOrder = sorted(results, ({ suite }) => suite);
  const suiteNames = uniqueNames(inOrder.map(({ suite }) => suite));
  const mapped = inOrder.map((each, index) => mapSuite(each, suiteNames[index] ?? each.suite.name, isStopped));
  const suites = mapped.filter(({ cases }) => cases.length > 0);
  return { suites, conclusion: conclusionOf(result, suites, results), warnings: warningsOf(inOrder, suiteNames) };
}

/** @param names the names of the suites in the report */
function warningsOf(results: readonly SuiteResults[], names: readonly string[]): readonly string[] {
  const empty = results.filter(({ suite, cases }) => cases.length === 0 && meaningOf(suite.result) === "passed").length;
  const gaps = names.filter((_, index) => skipsPosition(results[index]?.cases ?? []));
  const more = gaps.length > 1 ? ` and ${gaps.length - 1} more` : "";
  const incomplete = [
    ...(skipsPosition(results.map(({ suite }) => suite)) ? ["test suites"] : []),
    ...(gaps[0] === undefined ? [] : [`test cases in ${JSON.stringify(gaps[0])}${more}`]),
  ];
  return [
    ...(empty === 0 ? [] : [`MTA lists ${empty} test ${empty === 1 ? "suite" : "suites"} without a test case.`]),
    ...incomplete.map(
      (what) =>
        `MTA's list of ${what} skips a position. Unless the run left tests out, the list is not complete: compare it with the run in MTA.`,
    ),
  ];
}

/**
 * True if a position is missing before another one: in every sample they count from 1. No answer contains a total, so a
 * list that lacks its last entries looks complete.
 */
function skipsPosition(parts: readonly PartRun[]): boolean {
  const positions = new Set(parts.map(({ sequence }) => sequence));
  return !positions.has(undefined) && [...positions].some((each = 0) => each > 1 && !positions.has(each - 1));
}

function mapSuite({ suite, cases }: SuiteResults, name: string, isStopped: boolean): TestSuite {
  const inOrder = sorted(cases, (each) => each);
  const names = uniqueNames(inOrder);
  const mapped = inOrder.map((each, index) => mapCase(each, names[index] ?? each.name, isStopped));
  const own = ofTheSuite(suite, mapped, cases);
  return { name, cases: own ? [...mapped, own] : mapped };
}

/**
 * Returns a case that stands for a suite which did not pass for a reason that none of its cases has, so that the reason is
 * not lost.
 */
function ofTheSuite(suite: PartRun, mapped: readonly TestCase[], cases: readonly PartRun[]): TestCase | undefined {
  const { result } = suite;
  const meaning = meaningOf(result);
  if (meaning === "running") throw unusable(`it calls the suite ${JSON.stringify(suite.name)} running`, true);
  if (meaning === "passed") {
    const bad = cases.find((each) => tellsFailure(each.result));
    if (bad) throw contradiction(`the suite ${JSON.stringify(suite.name)}`, result, bad);
    return undefined;
  }
  if (mapped.some(({ outcome }) => outcome !== "passed")) return undefined;
  return {
    name: "(the suite itself)",
    outcome: "error",
    message: `${sayingOf(meaning, result)} None of the test cases in it says why.`,
    ...plain(suite),
  };
}

function mapCase(each: PartRun, name: string, isStopped: boolean): TestCase {
  const { result, message = "" } = each;
  const meaning = meaningOf(result);
  // Spread after the outcome, so that all have one shape on Node 20: see the same in ATS.
  const common = { name, ...plain(each) };
  switch (meaning) {
    case "passed":
      // In every sample, only a case that did not pass has a message.
      if (saysTrouble(message) || /^\s*-\s*Test(?:Case|Step)\b/im.test(message))
        return { outcome: "error", ...common, message: `MTA calls it ${result}, and says: ${message}` };
      return { outcome: "passed", ...common };
    case "failed":
      return { outcome: "failed", ...common, message: message || `${result}; MTA gives no message.` };
    case "running":
      if (!isStopped) throw unusable(`it calls the test case ${JSON.stringify(each.name)} running`, true);
      return { outcome: "error", ...common, message: "It was running when the run was stopped." };
    case "error":
    case "stopped":
    case "absent":
    case "unrecognised":
      return { outcome: "error", ...common, message: message || sayingOf(meaning, result) };
  }
}

function sayingOf(meaning: ReturnType<typeof meaningOf>, result: string | undefined): string {
  if (meaning === "absent") return "Not executed: MTA gives no result.";
  if (meaning === "unrecognised") return `MTA gives the result ${JSON.stringify(result)}, which is not documented.`;
  return `MTA gives the result ${result}.`;
}

function plain({ url }: PartRun): Pick<TestCase, "links" | "earlierAttempts"> {
  return { links: url === undefined ? [] : [{ label: "In MTA", href: url }], earlierAttempts: [] };
}

function conclusionOf(
  result: string | undefined,
  suites: readonly TestSuite[],
  results: readonly SuiteResults[],
): Conclusion {
  const isExplained = suites.some(({ cases }) => cases.some(({ outcome }) => outcome !== "passed"));
  switch (meaningOf(result)) {
    case "passed": {
      const bad = results.flatMap(({ suite, cases }) => [suite, ...cases]).find((each) => tellsFailure(each.result));
      if (bad) throw contradiction("the run", result, bad);
      return { kind: "passed" };
    }
    case "failed":
    case "error":
      // With a message, no rerun can make it pass.
      return isExplained
        ? { kind: "failed" }
        : { kind: "failed", message: `MTA gives the run the result ${result}, and no test case says why` };
    case "stopped":
      return { kind: "cut-short", message: "it was stopped by a user in MTA" };
    case "running":
    case "absent":
    case "unrecognised":
      throw unusable(`it calls the run finished, with the result ${JSON.stringify(result ?? "")}`);
  }
}

/** In the order of the run, if MTA gives every part its position; otherwise as listed. */
function sorted<T>(parts: readonly T[], of: (part: T) => PartRun): readonly T[] {
  if (parts.some((part) => of(part).sequence === undefined)) return parts;
  return parts.toSorted((a, b) => (of(a).sequence ?? 0) - (of(b).sequence ?? 0));
}

/**
 * Returns the names, with the number of a repetition: a test that runs once for each column of its data has one name for
 * all. The total is part of the name, so that a rerun of only some of them is never taken for another one.
 *
 * @example "Pay (1 of 2)", "Pay (2 of 2)", "Log in"
 */
export function uniqueNames(parts: readonly Pick<PartRun, "name">[]): readonly string[] {
  const totals = new Map<string, number>();
  for (const { name } of parts) totals.set(name, (totals.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return parts.map(({ name }) => {
    const total = totals.get(name) ?? 1;
    if (total === 1) return name;
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return `${name} (${number} of ${total})`;
  });
}

function contradiction(what: string, result: string | undefined, bad: PartRun): ProviderError {
  return unusable(
    `it gives ${what} the result ${result}, and ${JSON.stringify(bad.name)} in it the result ${bad.result}`,
  );
}

/**
 * Makes the error for results that are missing, contradict each other, or cannot be believed: never a pass.
 * @param notYet true if the results may only be late, right after the end of the run
 */
export function unusable(what: string, notYet = false): ProviderError {
  return new ProviderError({
    code: "mta-untrusted-results",
    message: `The results of MTA cannot be trusted: ${what}.`,
    next: "Check the test run in MTA, and report the contradiction to Menditect's support if it persists.",
    retry: "never",
    notYet: notYet || undefined,
  });
}
