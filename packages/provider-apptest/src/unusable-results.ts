import { type ApptestError, ApptestUnreadableError, type TestsetResult } from "@remotest/apptest-client";
import { ProviderError, type ProviderFault, type ProviderFile, type UnusableAnswer } from "@remotest/core";
import { mayTellTrouble } from "@remotest/http";
import { withoutLead } from "./json-text.ts";

/** Makes the error for unreadable results: never a pass. They are requested again, because an answer may arrive damaged. */
export function unreadable(what: string, cause?: unknown): ProviderError {
  return new ProviderError(unreadableFault(what, cause));
}

function unreadableFault(what: string, cause?: unknown): ProviderFault {
  return {
    code: "apptest-unreadable-results",
    message: `The results of apptest.ai cannot be read: ${what}`,
    next: "Attach again later, and tell apptest.ai's support if it persists.",
    retry: "later",
    cause,
  };
}

/** A document that is incomplete or of another kind. A complete twin may replace it if it reports no failure. */
export class BrokenDocument extends ProviderError {
  constructor(what: string, cause?: unknown) {
    super(unreadableFault(what, cause));
  }
}

/**
 * Makes the error for results that contradict each other: never a pass.
 * @param notYet true if the results may only be late, right after the end of the testset
 */
export function contradiction(what: string, notYet = false): ProviderError {
  return new ProviderError({
    code: "apptest-contradiction",
    message: `apptest.ai contradicts itself: ${what}`,
    next: "Check the testset's page at apptest.ai, and report the contradiction to apptest.ai's support.",
    retry: "never",
    notYet: notYet || undefined,
  });
}

/** Returns the service's results as unchanged files, without the empty ones. */
export function filesOf(result: TestsetResult): ProviderFile[] {
  const files = [
    { name: "result.xml", title: "apptest.ai's JUnit XML", content: result.result_xml },
    { name: "result.json", title: "apptest.ai's JSON", content: result.result_json },
    { name: "result.html", title: "apptest.ai's own report", content: result.result_html },
  ];
  return files.filter(({ content }) => content !== "");
}

/**
 * Adds the service's answer to an error, and whether that answer may report something that did not pass. Returns any other
 * error as it is.
 */
export function withEvidence(error: unknown, result: TestsetResult): unknown {
  if (!(error instanceof ProviderError)) return error;
  const notPassed = mayTellTrouble(result.result_xml) || mayTellTrouble(result.result_json);
  return error.with({ evidence: filesOf(result), notPassed: notPassed || undefined });
}

/**
 * Returns the whole answer behind an error of the client if it begins like a JSON object, as the service's own answers do.
 * The page of a gateway says nothing about the results: the request is retried as after any other fault.
 */
export function unusableAnswer(error: ApptestError): UnusableAnswer | undefined {
  const answer = error instanceof ApptestUnreadableError ? error.answer : undefined;
  if (answer === undefined || !withoutLead(answer).startsWith("{")) return undefined;
  const file = { name: "answer.json", title: "apptest.ai's answer", content: answer };
  return { file, notPassed: tellsTroubleWhole(answer) };
}

/**
 * Returns true if a complete answer reports a failure, unless the testset is plainly still running. The HTML report for
 * people is not checked, because it may contain any word.
 */
function tellsTroubleWhole(answer: string): boolean {
  if (/"testset_status"\s*:\s*"\s*Running\s*"/i.test(answer)) return false;
  try {
    JSON.parse(withoutLead(answer));
  } catch {
    return false;
  }
  return mayTellTrouble(answer.replaceAll(/"result_html"\s*:\s*"(?:[^"\\]|\\.)*"/g, ""));
}
