import type { ExecutionDetailsTestCase, GetJobStatusResult } from "@remotest/ats-client";
import { type Conclusion, ProviderError, type TestCase, type TestRun } from "@remotest/core";

/**
 * Converts the results of a finished run. Source: specs/ats.wsdl, GetTestRun.
 * The counts, the test cases and the result must agree.
 *
 * @throws {ProviderError} if the results are incomplete, unknown, or contradict each other.
 */
export function mapResults(status: GetJobStatusResult): TestRun {
  const { ExecutionDetailsPerTestCase: details, ExecutionResultBreakdown: counts, ExecutionFlags: flags } = status;
  if (!details && !counts) throw unusable("the answer contains neither counts nor test cases", true);
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
        `it counts ${unnamed} test cases as not executed without naming them; at most ${mostUnnamed} are accepted`,
      );
    // The details are of completed test cases, so test cases that never ran may be missing there, but they count.
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
        throw unusable("it calls the run passed, but test cases failed");
      // According to the page, it is empty unless the test failed to start.
      if (ErrorMessage.trim() !== "")
        throw unusable(`it calls the run passed, but says why it failed to start: ${ErrorMessage.trim()}`);
      if (!ExecutionFlags) throw unusable("it calls the run passed, but does not say whether it was cancelled", true);
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

/** Returns the message of a failed run. A run that may have been cancelled gets one, so that a rerun cannot make it pass. */
function messageOf(message: string, flags: GetJobStatusResult["ExecutionFlags"]): { readonly message?: string } {
  if (message) return { message };
  return flags ? {} : { message: "ATS calls it failed, but does not say whether it was cancelled" };
}

function mapCase({ Name, Result, Duration, ErrorMessage = "" }: ExecutionDetailsTestCase): TestCase {
  const durationMs = Duration === undefined ? undefined : millisecondsOf(Duration);
  // Spread after the outcome: on Node 20, each object that begins with a spread and adds to it has a shape of its own, and
  // takes more than twice the memory and the time.
  const common = {
    name: Name,
    links: [],
    earlierAttempts: [],
    ...(durationMs === undefined ? {} : { durationMs }),
  };
  switch (caseState(Result)) {
    case "passed":
      // According to the page, only cases that did not pass have a message (response table, footnote 2).
      if (ErrorMessage.trim() !== "")
        throw unusable(
          `it calls the test case ${JSON.stringify(Name)} passed, but says why it did not: ${ErrorMessage}`,
        );
      return { outcome: "passed", ...common };
    case "failed":
      return { outcome: "failed", ...common, message: ErrorMessage || "Failed; ATS gives no message." };
    case "skipped":
      return { outcome: "skipped", ...common, message: ErrorMessage || "Not executed." };
    case "running":
      throw unusable(`it gives the test case ${JSON.stringify(Name)} the result ${JSON.stringify(Result)}`);
  }
}

/** Converts the result of a test case; an undocumented one counts as not finished. */
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

/** Converts `HH:MM:SS`, even above 24 hours; undefined for any other format. */
function millisecondsOf(duration: string): number | undefined {
  const match = /^(\d{1,6}):([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/.exec(duration.trim());
  if (!match) return undefined;
  return Math.round((Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000);
}

/** The most test cases of one run that are accepted: see docs/security.md, "Bounds". */
const mostCases = 500_000;
/** The most test cases that are counted but not named. One is made for each, so a larger count is not believed. */
const mostUnnamed = 10_000;

/**
 * Makes the error for results that are missing, contradict each other, or cannot be believed: never a pass.
 *
 * @param what may contain the service's own texts, of any length
 * @param notYet true if the results may only be late, right after the end of the run
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
