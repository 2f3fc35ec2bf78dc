import type { ExecutionDetailsTestCase, GetJobStatusResult } from "@remotest/ats-client";
import { type Conclusion, ProviderError, type TestCase, type TestRun } from "@remotest/core";

/**
 * The results of a finished run in the words of the domain. Source: Mendix ATS CI/CD API page, section Get Job
 * Status, response table. What the service says twice must agree: the counts, the test cases and the result.
 *
 * @throws {ProviderError} when the results are incomplete, unknown, or contradict each other.
 */
export function mapResults(status: GetJobStatusResult): TestRun {
  const { ExecutionDetailsPerTestCase: details, ExecutionResultBreakdown: counts, ExecutionFlags: flags } = status;
  if (!details && !counts) throw unusable("it answers neither with counts nor with test cases", true);
  if (details && details.length > mostCases) throw unusable(`it names more than ${mostCases} test cases`);
  const cases = (details ?? []).map(mapCase);
  const warnings = flags?.Warning ? ["ATS set its warning flag on this run."] : [];
  if (counts) {
    const tell = (outcome: TestCase["outcome"]): number => cases.filter((each) => each.outcome === outcome).length;
    const unnamed = counts.CountNotExecuted - tell("skipped");
    if (counts.CountPassed !== tell("passed") || counts.CountFailed !== tell("failed") || unnamed < 0)
      throw unusable(
        `it counts ${counts.CountPassed} passed, ${counts.CountFailed} failed and ${counts.CountNotExecuted} not executed, but names ${tell("passed")}, ${tell("failed")} and ${tell("skipped")}`,
        cases.length === 0,
      );
    if (unnamed > mostUnnamed)
      throw unusable(
        `it counts ${unnamed} test cases as not executed without naming them; at most ${mostUnnamed} are read`,
      );
    // The details are of completed test cases, so those that never ran may be missing there: they count all the same.
    for (let number = 1; number <= unnamed; number++) cases.push(notExecuted(number));
  }
  return {
    suites: cases.length === 0 ? [] : [{ name: "Mendix ATS", cases }],
    conclusion: conclusionOf(status, cases),
    warnings,
  };
}

function notExecuted(number: number): TestCase {
  const name = `Not executed, not named by ATS (${number})`;
  return { name, outcome: "skipped", message: "Not executed.", links: [], earlierAttempts: [], unnamed: true };
}

function conclusionOf(status: GetJobStatusResult, cases: readonly TestCase[]): Conclusion {
  const { ExecutionResult = "", ErrorMessage = "", ExecutionFlags } = status;
  if (ExecutionFlags?.Canceled) return { kind: "cut-short", message: ErrorMessage || "it was cancelled in ATS" };
  switch (ExecutionResult.trim().toLowerCase()) {
    case "passed":
      if (cases.some(({ outcome }) => outcome === "failed"))
        throw unusable("it calls a run passed in which tests failed");
      // By the page it is empty unless the test failed to start.
      if (ErrorMessage.trim() !== "")
        throw unusable(`it calls a run passed, and says why it failed to start: ${ErrorMessage.trim()}`);
      if (!ExecutionFlags) throw unusable("it calls a run passed, and does not say whether it was cancelled", true);
      return { kind: "passed" };
    case "failed":
      return { kind: "failed", ...messageOf(ErrorMessage, ExecutionFlags) };
    default:
      throw unusable(
        `it calls the run done, with the result ${JSON.stringify(ExecutionResult)}`,
        ExecutionResult.trim() === "",
      );
  }
}

/** A run that perhaps was cancelled keeps a reason of its own, so that no rerun makes a pass of it. */
function messageOf(message: string, flags: GetJobStatusResult["ExecutionFlags"]): { readonly message?: string } {
  if (message) return { message };
  return flags ? {} : { message: "ATS calls it failed, and does not say whether it was cancelled" };
}

function mapCase({ Name, Result, Duration, ErrorMessage = "" }: ExecutionDetailsTestCase): TestCase {
  const durationMs = Duration === undefined ? undefined : millisecondsOf(Duration);
  const common = {
    name: Name,
    links: [],
    earlierAttempts: [],
    ...(durationMs === undefined ? {} : { durationMs }),
  };
  switch (caseState(Result)) {
    case "passed":
      // By the page messages are only of cases that did not pass (response table, footnote 2).
      if (ErrorMessage.trim() !== "")
        throw unusable(
          `it calls the test case ${JSON.stringify(Name)} passed, and says why it did not: ${ErrorMessage}`,
        );
      return { ...common, outcome: "passed" };
    case "failed":
      return { ...common, outcome: "failed", message: ErrorMessage || "Failed; ATS gives no message." };
    case "skipped":
      return { ...common, outcome: "skipped", message: ErrorMessage || "Not executed." };
    case "running":
      throw unusable(`it gives the test case ${JSON.stringify(Name)} the result ${JSON.stringify(Result)}`);
  }
}

/** What a case's result means; one that no page documents counts as not finished. */
export function caseState(result: string): "passed" | "failed" | "skipped" | "running" {
  switch (result.trim().toLowerCase()) {
    case "passed":
      return "passed";
    case "failed":
      return "failed";
    case "not_executed":
      return "skipped";
    default:
      return "running";
  }
}

/** `HH:MM:SS`, also beyond 24 hours; none where it is written otherwise. */
function millisecondsOf(duration: string): number | undefined {
  const match = /^(\d{1,6}):([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/.exec(duration.trim());
  if (!match) return undefined;
  return Math.round((Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000);
}

/** More test cases than this in one run are not read: see docs/security.md, "Bounds". */
const mostCases = 500_000;
/** Of test cases that are only counted, one is made for each: more than this are not believed. */
const mostUnnamed = 10_000;

/**
 * Results that are not there, contradict each other, or cannot be believed: never a pass.
 *
 * @param what the service's own texts in it may be of any length
 * @param notYet right after the end it may only not be there yet
 */
export function unusable(what: string, notYet = false): ProviderError {
  return new ProviderError({
    code: "ats-untrusted-results",
    message: `The results of ATS cannot be trusted: ${what}.`,
    next: "Check the Test Runs page of ATS, and report the contradiction to its support if it persists.",
    retry: "never",
    notYet,
  });
}
