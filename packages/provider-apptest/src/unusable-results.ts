import { type ApptestError, ApptestUnreadableError, type TestsetResult } from "@remotest/apptest-client";
import { ProviderError, type ProviderFault, type ProviderFile, type UnusableAnswer } from "@remotest/core";
import { mayTellTrouble } from "@remotest/http";
import { withoutLead } from "./json-text.ts";

/** Results that cannot be read: never a pass. They are asked for again, because an answer may arrive damaged. */
export function unreadable(what: string, cause?: unknown): ProviderError {
  return new ProviderError(unreadableFault(what, cause));
}

function unreadableFault(what: string, cause?: unknown): ProviderFault {
  return {
    code: "apptest-unreadable-results",
    message: `The results of apptest.ai cannot be read: ${what}`,
    next: "Attach again later, and tell apptest.ai's support if it stays.",
    retry: "later",
    cause,
  };
}

/** A document that is not whole, or is another one: a twin which is whole may stand for it, where it tells of no failure. */
export class BrokenDocument extends ProviderError {
  constructor(what: string, cause?: unknown) {
    super(unreadableFault(what, cause));
  }
}

/**
 * Results that say two different things: never a pass.
 * @param notYet right after the end they may only not be there yet
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

/** What the service returned, as it came, without what it left empty. */
export function filesOf(result: TestsetResult): ProviderFile[] {
  const files = [
    { name: "result.xml", title: "apptest.ai's JUnit XML", content: result.result_xml },
    { name: "result.json", title: "apptest.ai's JSON", content: result.result_json },
    { name: "result.html", title: "apptest.ai's own report", content: result.result_html },
  ];
  return files.filter(({ content }) => content !== "");
}

/**
 * The same error with what the service answered, and whether that may tell of something that did not pass; anything else as
 * it is.
 */
export function withEvidence(error: unknown, result: TestsetResult): unknown {
  if (!(error instanceof ProviderError)) return error;
  const notPassed = mayTellTrouble(result.result_xml) || mayTellTrouble(result.result_json);
  return error.with({ evidence: filesOf(result), notPassed: notPassed || undefined });
}

/**
 * The whole answer behind an error of the client, where that looks like an object of JSON, so like the service's own. The
 * page of a gateway says nothing of the results: it is asked past as any other fault.
 */
export function unusableAnswer(error: ApptestError): UnusableAnswer | undefined {
  const answer = error instanceof ApptestUnreadableError ? error.answer : undefined;
  if (answer === undefined || !withoutLead(answer).startsWith("{")) return undefined;
  const file = { name: "answer.json", title: "apptest.ai's answer", content: answer };
  return { file, notPassed: tellsTroubleWhole(answer) };
}

/**
 * Of an answer that is whole, so that nothing was lost on the way, and of a testset that is not plainly going on. The
 * report for people may use any word.
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
