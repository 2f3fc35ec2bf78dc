import { AtsError, AtsRefusedError, AtsUnreadableError } from "@remotest/ats-client";
import {
  callFailure,
  type FailureDetails,
  type ProviderFile,
  refusesRequest,
  type ServiceCall,
  type ServiceWords,
  type UnusableAnswer,
} from "@remotest/core";
import { nextStep } from "./next-steps.ts";

const words: ServiceWords = {
  title: "ATS",
  run: "run",
  where: "on the Test Runs page of ATS",
  account: ({ secret }) => `the web service user: ${secret("ats", "username")} and ${secret("ats", "password")}`,
};

/**
 * Turns a failed call into its meaning for the flow. Anything other than an error of the client, such as an abort's
 * reason, is returned as it is.
 *
 * @param asItCame the last answer, unchanged
 */
export function failureOf(error: unknown, call: ServiceCall, asItCame?: ProviderFile): unknown {
  if (!(error instanceof AtsError)) return error;
  if (error instanceof AtsRefusedError) return callFailure(call, error, words, refusal(error, call));
  return callFailure(call, error, words, { answer: asItCame && unusableAnswer(error, asItCame) });
}

function refusal(error: AtsRefusedError, call: ServiceCall): FailureDetails {
  return {
    outcome: call === "start" ? outcomeOfStart(error) : isAboutTheAccount(error) ? "never" : "later",
    next: nextStep(error.faultString),
    refused: true,
    serviceCode: error.faultCode,
    reason: error.faultString,
  };
}

/**
 * Decides whether a Fault proves that nothing was started. A Fault that blames the content of the request (SOAP 1.1,
 * section 4.4.1) does, unless its HTTP status contradicts it. Any other Fault, such as `Server`, may come after the run
 * was started: the service's page documents no Faults.
 */
function outcomeOfStart({ faultCode, httpStatus }: AtsRefusedError): "never" | "unknown" {
  const code = faultCode.slice(faultCode.indexOf(":") + 1);
  const blamesTheRequest = ["Client", "VersionMismatch", "MustUnderstand"].some(
    (known) => code === known || code.startsWith(`${known}.`),
  );
  const isContradicted = httpStatus >= 400 && httpStatus < 500 && !refusesRequest(httpStatus);
  return blamesTheRequest && !isContradicted ? "never" : "unknown";
}

/** Returns true for a Fault about the account or the ids, which waiting does not resolve. The page documents no Faults. */
function isAboutTheAccount({ faultString }: AtsRefusedError): boolean {
  return /authenti|authori[sz]|token|password|credential|permission|access denied|not found|no such|no job|does not exist/i.test(
    faultString,
  );
}

/** The start of a SOAP answer, complete or not. */
const envelopeStart = /^[\s\uFEFF]*(?:<\?xml[^>]{0,200}>\s*)?<(?:[\w.-]{1,60}:)?Envelope\b/;

/**
 * Returns an answer that could not be read if it is SOAP, and so from the service itself. The page of a gateway says
 * nothing about the results: the request is retried as after any other fault.
 */
function unusableAnswer(error: AtsError, file: ProviderFile): UnusableAnswer | undefined {
  if (!(error instanceof AtsUnreadableError && typeof file.content === "string" && envelopeStart.test(file.content)))
    return undefined;
  return { file, notPassed: error.notPassed };
}
