import { ProviderError, UnknownStartError, UsageError } from "../errors.ts";
import { worded, type Wording } from "../inputs/wording.ts";
import type { ProviderFile } from "../results/provider-file.ts";
import { adviceOn } from "./advice.ts";
import type { FailedCall, ServiceCall, ServiceWords } from "./failed-call.ts";
import { refusesRequest } from "./refused-request.ts";

/** Details of a failure that only the provider knows. Each field takes precedence over the default for the kind. */
export interface FailureDetails {
  /**
   * `never`: a retry does not help, and a start started nothing. `later`: a retry is safe and may help.
   * `unknown`: the start may have been carried out.
   */
  readonly outcome?: "never" | "later" | "unknown" | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** The next step for a person. */
  readonly next?: Wording | undefined;
  /** See `ProviderFault`. */
  readonly serviceCode?: string | undefined;
  /** See `ProviderFault`. */
  readonly reason?: string | undefined;
  /** See `ProviderFault`. */
  readonly notYet?: boolean | undefined;
  /** See `ProviderFault`. */
  readonly refused?: boolean | undefined;
  /** See `ProviderFault`. */
  readonly busy?: boolean | undefined;
  /** The service's own answer, if it cannot be used. */
  readonly answer?: UnusableAnswer | undefined;
}

/** An answer of a service that cannot be used. */
export interface UnusableAnswer {
  readonly file: ProviderFile;
  /** True if it says that something did not pass: see `ProviderFault`. */
  readonly notPassed: boolean;
}

/**
 * Returns the error to throw for a failed call. It says whether a retry is safe, and what a person can do. It is an
 * `UnknownStartError` for a start whose failure does not prove that nothing was started.
 *
 * @example throw callFailure("poll", error, words);
 */
export function callFailure(
  call: ServiceCall,
  failed: FailedCall,
  service: ServiceWords,
  known: FailureDetails = {},
): ProviderError | UnknownStartError | UsageError {
  const { failure, message, retryAfterS } = failed;
  if (failure === "input") return new UsageError((failed.problems ?? [message]).map((each) => ({ message: each })));
  const retry = known.outcome ?? outcomeOf(call, failed);
  if (retry === "unknown") return unknownStart(failed, service);
  return new ProviderError({
    code: known.code ?? codeOf(failed),
    message: known.message ?? message,
    next: known.next ?? adviceOn(failed, service),
    serviceCode: known.serviceCode,
    reason: known.reason,
    notYet: known.notYet,
    busy: known.busy,
    // A certificate stays as it is, unless one of several machines that answer has a different one.
    refused: known.refused ?? (failed.failure === "untrusted" || undefined),
    retry,
    retryAfterMs: retryAfterS === undefined ? undefined : retryAfterS * 1000,
    ...kept(call, known.answer),
    cause: failed,
  });
}

function outcomeOf(call: ServiceCall, failed: FailedCall): "never" | "later" | "unknown" {
  const { failure, httpStatus, certainlyNotSent } = failed;
  if (failure === "refused" || failure === "proxy-refused") return "never";
  if (certainlyNotSent === true || httpStatus === 429) return "later";
  if (refusesRequest(httpStatus ?? 0)) return "never";
  return call === "start" ? "unknown" : "later";
}

function codeOf({ code, failure, httpStatus }: FailedCall): string {
  const isStatus = failure === "status" || failure === "redirect";
  return isStatus && httpStatus !== undefined ? `${code}-${httpStatus}` : code;
}

/** Always keeps unusable results; an unusable state, only if it says that something did not pass. */
function kept(
  call: ServiceCall,
  answer: UnusableAnswer | undefined,
): { readonly evidence?: readonly ProviderFile[]; readonly notPassed?: true | undefined } {
  if (!answer || (call !== "results" && !answer.notPassed)) return {};
  return { evidence: [answer.file], notPassed: answer.notPassed || undefined };
}

function unknownStart(failed: FailedCall, service: ServiceWords): UnknownStartError {
  const { run, where } = service;
  // An answer that was too large would be too large again.
  const more = failed.failure === "too-large" ? adviceOn(failed, service) : undefined;
  const check = `Check ${where} whether the ${run} is there before you start it again.`;
  return new UnknownStartError(
    `It is not known whether the ${run} was started: ${failed.message}. The start request was not sent again.`,
    (names) => (more === undefined ? check : `${check} ${worded(more, names)}`),
    failed,
  );
}
