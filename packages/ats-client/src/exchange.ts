import {
  type BoundedFetch,
  boundedFetch,
  cleanCause,
  cleanLine,
  ExchangeError,
  type Fetch,
  type ReceivedAnswer,
  type Redact,
  retryAfterS,
  type SentRequest,
} from "@remotest/http";
import { Fault, type AnswerPlan } from "./answer-plan.ts";
import { readAnswer } from "./answer-text.ts";
import {
  type AtsError,
  AtsHttpError,
  AtsRefusedError,
  AtsTimeoutError,
  AtsTransportError,
  AtsUnreadableError,
} from "./errors.ts";
import { rawText, tellsTrouble } from "./raw-answer.ts";
import type { SoapRequest } from "./soap-writer.ts";

/** Sends one request and reads its answer. */
export type Exchange = (request: SoapRequest, how: AnswerReading, signal: AbortSignal | undefined) => Promise<unknown>;

/** The way to read the answer to a request. */
export interface AnswerReading {
  readonly plan: AnswerPlan;
  /** Returns true if an answer counts with any HTTP status, because it contains the id of a run, which must not be lost. */
  readonly countsAnyway: (answer: unknown) => boolean;
  /** Returns true if an answer that cannot be read, or reports a failure, may still contain the id of a run. */
  readonly mayNameRun: (answer: ReceivedAnswer) => boolean;
  /** Returns true if an answer is complete so far, for a request whose answer must not be lost. */
  readonly tellsEnd?: (soFar: Uint8Array) => boolean;
}

/** Statuses of a gateway before the service, or of the service under load. They count whatever the body says. */
const unavailable = new Set([429, 502, 503, 504]);

const unreadableHint =
  "Check that the base URL is the one of ATS. If it is, keep the answer and report it: it is not as the service's page describes.";

/** The listeners for each answer. */
interface Listeners {
  readonly onAnswer: (body: Uint8Array) => void;
  readonly onRemarks: (remarks: readonly string[]) => void;
}

/** Makes the exchange for one client. It throws only this package's errors, without secrets, or an abort's reason. */
export function exchanges(
  fetch: Fetch,
  bounds: { readonly timeoutMs: number; readonly maxResponseBytes: number },
  redact: Redact,
  { onAnswer, onRemarks }: Listeners,
): Exchange {
  const send = boundedFetch(fetch, { timeoutMs: bounds.timeoutMs, maxBytes: bounds.maxResponseBytes });
  return async (request, { plan, countsAnyway, mayNameRun, tellsEnd }, signal) => {
    const response = await post(send, { ...request, signal, ...(tellsEnd && { tellsEnd }) }, redact);
    const { bytes } = response;
    onAnswer(bytes);
    const failure = () => new AtsHttpError(response.status, retryAfterS(response.headers));
    let answer: unknown;
    try {
      const read = await readAnswer(bytes, xmlType(response), plan, signal);
      answer = read.value;
      if (read.doubt !== undefined && !countsAnyway(answer)) throw new Error(read.doubt);
      onRemarks(read.remarks.map((remark) => clean(remark, redact)));
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      if (response.status !== 200 && !mayNameRun(response)) throw failure();
      const problem = clean(cause instanceof Error ? cause.message : String(cause), redact);
      throw new AtsUnreadableError(`The service's answer cannot be read: ${problem}`, {
        hint: unreadableHint,
        cause: cleanCause(cause, redact),
        notPassed: tellsTrouble(rawText(bytes)),
      });
    }
    if (countsAnyway(answer)) return answer;
    const refuses = response.status !== 200 || answer instanceof Fault;
    if (refuses && mayNameRun(response)) throw mentionsRun(response.status);
    if (saysStarted(answer) && response.status !== 200) throw contradiction(response.status);
    if (unavailable.has(response.status)) throw failure();
    if (answer instanceof Fault) {
      const { faultCode, faultString } = answer;
      const fault = { faultCode: clean(faultCode, redact), faultString: clean(faultString, redact) };
      throw new AtsRefusedError(fault, response.status);
    }
    if (response.status !== 200) throw failure();
    return answer;
  };
}

/** True if the answer says that a run was started. No HTTP status can revoke that. */
function saysStarted(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "Started" in answer && answer.Started === true;
}

function contradiction(status: number): AtsUnreadableError {
  return new AtsUnreadableError(
    `The service says that it started the run, gives no JobID, and answered with HTTP status ${status}`,
    { hint: unreadableHint },
  );
}

function mentionsRun(status: number): AtsUnreadableError {
  return new AtsUnreadableError(
    `The service answered with HTTP status ${status} or a Fault, and mentions a JobID that cannot be read`,
    { hint: unreadableHint },
  );
}

async function post(
  send: BoundedFetch,
  { url, ...request }: SoapRequest & Pick<SentRequest, "signal" | "tellsEnd">,
  redact: Redact,
): Promise<ReceivedAnswer> {
  try {
    return await send(url, { method: "POST", ...request });
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    throw translated(error, redact);
  }
}

function translated(error: ExchangeError, redact: Redact): AtsError {
  const { failure, certainlyNotSent } = error;
  const message = clean(error.message, redact);
  switch (failure) {
    case "timeout":
      return new AtsTimeoutError(message, {
        hint: "It is not known whether the service acted on the request. Allow more time with timeoutMs.",
      });
    case "too-large":
      return new AtsUnreadableError(message, { failure, hint: "Allow larger answers with maxResponseBytes." });
    case "redirect":
    case "proxy-refused":
    case "proxy-down":
    case "untrusted":
    case "transport":
      return new AtsTransportError(message, {
        failure,
        hint: hints[failure],
        certainlyNotSent,
        cause: failure === "redirect" ? undefined : cleanCause(error.cause, redact),
      });
  }
}

const hints: Record<AtsTransportError["failure"], string> = {
  redirect: "Check the base URL: the credentials are not sent to another address than the one given.",
  "proxy-refused": "Check the user and the password of the proxy, and whether it lets you through to ATS.",
  "proxy-down": "Check that the proxy is up, and its address.",
  untrusted: "Trust the authority that signed the certificate of ATS, or check the base URL.",
  transport: "Check the base URL, the network, the proxy and the certificates.",
};

/** The most characters of the service's text in an error. */
const longestText = 1000;

/** Cleans a text from the service for an error. */
function clean(text: string, redact: Redact): string {
  return cleanLine(text, redact, longestText);
}

/** Returns the answer's Content-Type; throws if it is not XML. */
function xmlType(response: ReceivedAnswer): string {
  const type = response.headers.get("content-type") ?? "";
  const essence = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (["text/xml", "application/xml", "application/soap+xml"].includes(essence)) return type;
  // Unchanged, because a secret in it would not be found in another case.
  throw new Error(essence ? `Its content type is ${type}, not text/xml` : "It has no content type");
}
