import {
  ApptestError,
  ApptestHttpError,
  ApptestInputError,
  ApptestRefusedError,
  ApptestTimeoutError,
  ApptestTransportError,
} from "@remotest/apptest-client";
import { ProviderError, UnknownStartError, UsageError } from "@remotest/core";
import { nextStep } from "./next-steps.ts";

/** Refusals that pass: of a look, and (8000 only) of a start, which then certainly did not happen. */
const passing = { start: [8000], look: [8000, 5002, 5003, 6002] } as const;

/** By these a look is told that the testset, or its data, is not there: right after the start or the end perhaps not yet. */
const notThere: ReadonlySet<number | undefined> = new Set([4053, 6003]);

/**
 * The codes by which the service says that it started nothing: apptest.ai REST API v2 page, section 1, Error Code. Any
 * other, or one that no page documents, says nothing of a start.
 */
const startRefusals: ReadonlySet<number | undefined> = new Set([
  4000, 4030, 4031, 4032, 4040, 4041, 4050, 4051, 4052, 4053, 4055, 4080, 4081, 5001, 6001, 8000,
]);

/**
 * What a failed call means for the flow. A start whose fate is unknown is told apart from one that was refused;
 * a look may be repeated unless the service says no for good.
 */
export function failureOf(error: unknown, call: "start" | "look"): unknown {
  if (error instanceof ApptestInputError) return new UsageError(error.problems.map((message) => ({ message })));
  if (error instanceof ApptestRefusedError && !(call === "start" && mayHaveStarted(error))) return refused(error, call);
  if (!(error instanceof ApptestError)) return error;
  const retry = error instanceof ApptestRefusedError ? "unknown" : retryOf(error, call);
  if (retry === "unknown")
    return new UnknownStartError(
      `Whether the testset was started is not known: ${error.message}. The start request was not sent again.`,
      `Look into the project at apptest.ai whether the testset is there, before you start it again.${orMore(error)}`,
      error,
    );
  const status = error instanceof ApptestHttpError ? error : undefined;
  return new ProviderError({
    code: status ? `apptest-http-${status.httpStatus}` : error.code,
    message: error.message,
    next: nextOf(error),
    retry,
    ...(status?.retryAfterS === undefined ? {} : { retryAfterMs: status.retryAfterS * 1000 }),
    cause: error,
  });
}

/**
 * Whether a failure code may come after the start. A gateway that gave up, or a service that broke down, may pass on any
 * code; with 503 only the one for maintenance belongs. A 4xx of HTTP refuses the request whatever code is in it, but for
 * those that tell of a wait that was cut off, or of a conflict, perhaps with what a first copy of the request did.
 */
function mayHaveStarted({ resultCode, httpStatus }: ApptestRefusedError): boolean {
  if (refusesTheRequest(httpStatus)) return false;
  const itsOwn = (httpStatus >= 200 && httpStatus < 300) || (httpStatus === 503 && resultCode === 8000);
  return !itsOwn || !startRefusals.has(resultCode);
}

function refusesTheRequest(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 409, 499].includes(status);
}

function nextOf(error: ApptestError): string {
  if (isProxysRefusal(error)) return askTheProxy;
  return error instanceof ApptestTimeoutError ? slow : inTheWordsOfTheUser(error.hint);
}

/** How long one exchange may take is no option of the command: it asks again. */
const slow =
  "apptest.ai is slow or cannot be reached: look whether it works in a browser, and at the proxy. Answers are asked for again for as long as --timeout allows.";

/** An answer that was too large would be so again. */
function orMore({ hint }: ApptestError): string {
  return hint.includes("maxResponseBytes") ? ` ${inTheWordsOfTheUser(hint)}` : "";
}

const askTheProxy =
  "Check the user and the password of the proxy (--proxy, or HTTPS_PROXY), whether it lets you through to apptest.ai, and your account there.";

/** A proxy that says no says it again, and may lock the account of whoever asks too often. Nothing went through it. */
function isProxysRefusal({ cause }: ApptestError): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ERR_PROXY_REFUSED";
}

/** The client's names of its options become those of the command. */
function inTheWordsOfTheUser(hint: string): string {
  return hint
    .replace("(baseUrl)", "(--base-url)")
    .replace("(maxResponseBytes)", "(--max-response)")
    .replace("the user id and the access key", "APPTEST_USER_ID and APPTEST_ACCESS_KEY");
}

function refused(error: ApptestRefusedError, call: "start" | "look"): ProviderError {
  const { resultCode, resultMessage, reason, retryAfterS } = error;
  const code = resultCode ?? 0;
  const said = [resultMessage, reason].filter(Boolean).join(": ");
  const later = passing[call].some((known) => known === code) || error.httpStatus === 429;
  return new ProviderError({
    code: resultCode === undefined ? "apptest-refused" : `apptest-${resultCode}`,
    message: `apptest.ai refused${resultCode === undefined ? "" : ` with code ${resultCode}`}${said ? `, ${said}` : ""}`,
    next: nextStep(resultCode, error.hint),
    ...(resultCode === undefined ? {} : { serviceCode: String(resultCode) }),
    reason,
    retry: later ? "later" : "never",
    ...(call === "look" && notThere.has(resultCode) ? { notYet: true } : {}),
    ...(retryAfterS === undefined ? {} : { retryAfterMs: retryAfterS * 1000 }),
    cause: error,
  });
}

function retryOf(error: ApptestError, call: "start" | "look"): "never" | "later" | "unknown" {
  if (error instanceof ApptestHttpError) return retryOfStatus(error.httpStatus, call);
  const isLook = call === "look";
  if (isProxysRefusal(error)) return "never";
  if (error instanceof ApptestTransportError || error instanceof ApptestTimeoutError)
    return isLook || error.certainlyNotSent ? "later" : "unknown";
  return isLook ? "later" : "unknown";
}

/**
 * A gateway's 5xx, and an address to see the outcome at, may hide a start that went through; a 4xx does not. A redirect
 * in place of a look passes as a 503 does: it leads to the page of a maintenance.
 */
function retryOfStatus(status: number, call: "start" | "look"): "never" | "later" | "unknown" {
  if (status === 429) return "later";
  if (refusesTheRequest(status)) return "never";
  return call === "start" ? "unknown" : "later";
}
