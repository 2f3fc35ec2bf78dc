import { AtsError, AtsRefusedError, AtsUnreadableError } from "@remotest/ats-client";
import {
  callFailure,
  type KnownOfFailure,
  type ProviderFile,
  refusesRequest,
  type ServiceCall,
  type ServiceWords,
  type UnusableAnswer,
} from "@remotest/core";

const words: ServiceWords = {
  title: "ATS",
  run: "run",
  where: "on the Test Runs page of ATS",
  account: "the web service user: ATS_USERNAME and ATS_PASSWORD",
};

/**
 * What a failed call means for the flow; anything but an error of the client, an abort's reason above all, as it is.
 *
 * @param asItCame the last answer
 */
export function failureOf(error: unknown, call: ServiceCall, asItCame?: ProviderFile): unknown {
  if (!(error instanceof AtsError)) return error;
  if (error instanceof AtsRefusedError) return callFailure(call, error, words, refusal(error, call));
  return callFailure(call, error, words, { answer: asItCame && unusableAnswer(error, asItCame) });
}

function refusal(error: AtsRefusedError, call: ServiceCall): KnownOfFailure {
  return {
    outcome: call === "start" ? outcomeOfStart(error) : isAboutTheAccount(error) ? "never" : "later",
    next: "Mend ATS_API_TOKEN, --app-id, --template-id, or the user in ATS_USERNAME and ATS_PASSWORD.",
    serviceCode: error.faultCode,
    reason: error.faultString,
  };
}

/**
 * A Fault that says that the request was not carried out because of what is in it (SOAP 1.1, section 4.4.1) proves that
 * nothing was started, unless its HTTP status contradicts. Any other, `Server` above all, may come after the run was
 * started: the service's page documents none.
 */
function outcomeOfStart({ faultCode, httpStatus }: AtsRefusedError): "never" | "unknown" {
  const code = faultCode.slice(faultCode.indexOf(":") + 1);
  const blamesTheRequest = ["Client", "VersionMismatch", "MustUnderstand"].some(
    (known) => code === known || code.startsWith(`${known}.`),
  );
  const isContradicted = httpStatus >= 400 && httpStatus < 500 && !refusesRequest(httpStatus);
  return blamesTheRequest && !isContradicted ? "never" : "unknown";
}

/** No fault is documented. Those that speak of who asks, or of what for, do not pass by waiting. */
function isAboutTheAccount({ faultString }: AtsRefusedError): boolean {
  return /authenti|authori[sz]|token|password|credential|permission|access denied|not found|no such|no job|does not exist/i.test(
    faultString,
  );
}

/** The start of a SOAP answer, be it whole or not. */
const envelopeStart = /^[\s\uFEFF]*(?:<\?xml[^>]{0,200}>\s*)?<(?:[\w.-]{1,60}:)?Envelope\b/;

/**
 * The answer that could not be read, where that is one of SOAP, so the service's own. The page of a gateway says nothing
 * of the results: it is asked past as any other fault.
 */
function unusableAnswer(error: AtsError, file: ProviderFile): UnusableAnswer | undefined {
  if (!(error instanceof AtsUnreadableError && typeof file.content === "string" && envelopeStart.test(file.content)))
    return undefined;
  return { file, notPassed: error.notPassed };
}
