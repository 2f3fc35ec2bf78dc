import {
  AtsError,
  AtsHttpError,
  AtsInputError,
  AtsRefusedError,
  AtsTimeoutError,
  AtsTransportError,
} from "@remotest/ats-client";
import { ProviderError, UnknownStartError, UsageError } from "@remotest/core";

/**
 * What a failed call means for the flow. A start whose fate is unknown is told apart from one that was refused; a
 * look may be repeated unless the service says no for good.
 */
export function failureOf(error: unknown, call: "start" | "look"): unknown {
  if (error instanceof AtsInputError) return new UsageError(error.problems.map((message) => ({ message })));
  if (!(error instanceof AtsError)) return error;
  const retry = retryOf(error, call);
  if (retry === "unknown")
    return new UnknownStartError(
      `Whether the run was started is not known: ${error.message}. The start request was not sent again.`,
      `Look at the Test Runs page of ATS whether the run is there, before you start it again.${orMore(error)}`,
      error,
    );
  const status = error instanceof AtsHttpError ? error : undefined;
  const fault = error instanceof AtsRefusedError ? error : undefined;
  return new ProviderError({
    code: status ? `ats-http-${status.httpStatus}` : error.code,
    message: error.message,
    next: nextStep(error),
    ...(fault ? { serviceCode: fault.faultCode, reason: fault.faultString } : {}),
    retry,
    ...(status?.retryAfterS === undefined ? {} : { retryAfterMs: status.retryAfterS * 1000 }),
    cause: error,
  });
}

/** An answer that was too large would be so again. */
function orMore(error: AtsError): string {
  return error.hint.includes("maxResponseBytes") ? ` ${nextStep(error)}` : "";
}

/** A proxy that says no says it again, and may lock the account of whoever asks too often. Nothing went through it. */
function isProxysRefusal({ cause }: AtsError): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ERR_PROXY_REFUSED";
}

/** How long one exchange may take is no option of the command: it asks again. */
const slow =
  "ATS is slow or cannot be reached: look whether it works in a browser, and at the proxy. Answers are asked for again for as long as --timeout allows.";

function nextStep(error: AtsError): string {
  if (isProxysRefusal(error))
    return "Check the user and the password of the proxy (--proxy, or HTTPS_PROXY), whether it lets you through to ATS, and your account there.";
  if (error instanceof AtsRefusedError)
    return "Mend ATS_API_TOKEN, --app-id, --template-id, or the user in ATS_USERNAME and ATS_PASSWORD.";
  if (error instanceof AtsHttpError && (error.httpStatus === 401 || error.httpStatus === 403))
    return "Mend the web service user: ATS_USERNAME and ATS_PASSWORD.";
  if (error instanceof AtsTimeoutError) return slow;
  return error.hint.replace(/[Tt]he base URL/, "$& (--base-url)").replace("maxResponseBytes", "--max-response");
}

function retryOf(error: AtsError, call: "start" | "look"): "never" | "later" | "unknown" {
  const isLook = call === "look";
  if (error instanceof AtsRefusedError) {
    if (!isLook) return blamesTheRequest(error) && !mayFollowAStart(error.httpStatus) ? "never" : "unknown";
    return isAboutTheAccount(error) ? "never" : "later";
  }
  if (isProxysRefusal(error)) return "never";
  if (error instanceof AtsTransportError) return isLook || error.certainlyNotSent ? "later" : "unknown";
  if (!(error instanceof AtsHttpError)) return isLook ? "later" : "unknown";
  const { httpStatus } = error;
  if (httpStatus === 429) return "later";
  // A 4xx says that nothing was started, but for a few. A 5xx, or a 2xx without the service's answer, may hide a start.
  if (httpStatus >= 400 && httpStatus < 500 && !mayFollowAStart(httpStatus)) return "never";
  return isLook ? "later" : "unknown";
}

/** A wait that was cut off (408, 499), or a conflict, perhaps with what a first copy of the request did (409). */
function mayFollowAStart(httpStatus: number): boolean {
  return httpStatus === 408 || httpStatus === 409 || httpStatus === 499;
}

/**
 * Whether a Fault says that the request was not carried out because of what is in it (SOAP 1.1, section 4.4.1). Any other,
 * `Server` above all, may come after the run was started: the service's page documents none.
 */
function blamesTheRequest({ faultCode }: AtsRefusedError): boolean {
  const code = faultCode.slice(faultCode.indexOf(":") + 1);
  return ["Client", "VersionMismatch", "MustUnderstand"].some(
    (known) => code === known || code.startsWith(`${known}.`),
  );
}

/** No fault is documented. Those that speak of who asks, or of what for, do not pass by waiting. */
function isAboutTheAccount({ faultString }: AtsRefusedError): boolean {
  return /authenti|authori[sz]|token|password|credential|permission|access denied|not found|no such|no job|does not exist/i.test(
    faultString,
  );
}
