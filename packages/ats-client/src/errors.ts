import type { GetJobStatusResult } from "./generated/types.ts";
import { CallError, type NamedProblem, type NameOf, sentences } from "@remotest/http";

/** The details of every error of this package, in addition to its message. */
export interface AtsErrorDetails {
  readonly hint: string;
  readonly cause?: unknown;
}

/** The codes of the package's errors. They are stable, for programs to compare with. */
export type AtsErrorCode =
  | "ats-input"
  | "ats-refused"
  | "ats-http"
  | "ats-transport"
  | "ats-timeout"
  | "ats-unreadable"
  | "ats-wait";

/**
 * The base class of all errors of this package. Neither the message nor any field contains the token, the password or the
 * request.
 *
 * @example
 * try { await client.runJob(input); } catch (error) {
 *   if (error instanceof AtsError) console.error(`${error.code}: ${error.message}\n${error.hint}`);
 * }
 */
export abstract class AtsError extends CallError {
  abstract override readonly code: AtsErrorCode;
}

/** The input is not valid. Names every problem; nothing was sent. */
export class AtsInputError extends AtsError {
  override readonly name = "AtsInputError";
  override readonly code = "ats-input";
  override readonly failure = "input";
  /** One sentence for each problem. */
  readonly problems: readonly string[];
  readonly #named: readonly (string | NamedProblem)[];

  constructor(problems: readonly (string | NamedProblem)[]) {
    super(sentences(problems).join("\n"), { hint: "Fix each problem and call again; nothing was sent." });
    this.problems = sentences(problems);
    this.#named = problems;
  }

  /**
   * Returns the problems with your own names for the options.
   * @example error.problemsIn((name) => flags[name] ?? name)
   */
  problemsIn(nameOf: NameOf): readonly string[] {
    return sentences(this.#named, nameOf);
  }
}

/** The service refused with a SOAP Fault. `Started` false is an answer, not an error. */
export class AtsRefusedError extends AtsError {
  override readonly name = "AtsRefusedError";
  override readonly code = "ats-refused";
  override readonly failure = "refused";
  /** The service's code in one line, for example `soap:Server`; empty if the Fault has none. */
  readonly faultCode: string;
  /** The service's text in one line; empty if the Fault has none. */
  readonly faultString: string;
  readonly httpStatus: number;

  constructor(fault: { faultCode: string; faultString: string }, httpStatus: number) {
    super(`The service refused: ${fault.faultString || fault.faultCode || "a SOAP Fault without a text"}`, {
      hint: "Check the API token, the web service user and the IDs: the AppAPIToken is made on the App Settings page of ATS.",
    });
    this.faultCode = fault.faultCode;
    this.faultString = fault.faultString;
    this.httpStatus = httpStatus;
  }
}

/** The service, or a proxy or gateway before it, answered with an HTTP status and without a SOAP answer. */
export class AtsHttpError extends AtsError {
  override readonly name = "AtsHttpError";
  override readonly code = "ats-http";
  override readonly failure = "status";
  readonly httpStatus: number;
  /** The seconds that the service asked to wait, if any. */
  readonly retryAfterS: number | undefined;

  constructor(httpStatus: number, retryAfterS: number | undefined) {
    super(`The service answered with HTTP status ${httpStatus}`, { hint: hintFor(httpStatus) });
    this.httpStatus = httpStatus;
    this.retryAfterS = retryAfterS;
  }
}

function hintFor(httpStatus: number): string {
  if (httpStatus === 429 || httpStatus >= 500) return "The service is overloaded or down: try again later.";
  if (httpStatus === 401 || httpStatus === 403) {
    return "Check username and password: on premises a special web service user is needed.";
  }
  return "Check the base URL: it is the address before /ws, reachable without a sign-in page.";
}

/** The connection failed, or the service answered with a redirect, which is not followed. */
export class AtsTransportError extends AtsError {
  override readonly name = "AtsTransportError";
  override readonly code = "ats-transport";
  override readonly failure: "transport" | "redirect" | "proxy-refused" | "proxy-down" | "untrusted";
  /** True only if not one byte of the request can have reached the service, so that sending it again is safe. */
  readonly certainlyNotSent: boolean;

  constructor(
    message: string,
    details: AtsErrorDetails & {
      readonly certainlyNotSent: boolean;
      readonly failure?: "transport" | "redirect" | "proxy-refused" | "proxy-down" | "untrusted";
    },
  ) {
    super(message, details);
    this.failure = details.failure ?? "transport";
    this.certainlyNotSent = details.certainlyNotSent;
  }
}

/** The answer was not complete within `timeoutMs`. It is not known whether the service acted on the request. */
export class AtsTimeoutError extends AtsError {
  override readonly name = "AtsTimeoutError";
  override readonly code = "ats-timeout";
  override readonly failure = "timeout";
}

/** The run was not done within the `timeoutMs` of `waitForJob`. It continues; wait for it again. */
export class AtsWaitError extends AtsError {
  override readonly name = "AtsWaitError";
  override readonly code = "ats-wait";
  override readonly failure = "timeout";
  readonly jobId: string;
  /** The last status; undefined if no status check succeeded. */
  readonly lastStatus: GetJobStatusResult | undefined;

  constructor(jobId: string, timeoutMs: number, lastStatus: GetJobStatusResult | undefined, cause?: unknown) {
    super(`The job ${jobId} was not done within ${timeoutMs / 1000} s`, {
      hint: "Wait for it again: the run continues.",
      cause,
    });
    this.jobId = jobId;
    this.lastStatus = lastStatus;
  }
}

/** The service's answer does not match its description; no part of it is trusted. */
export class AtsUnreadableError extends AtsError {
  override readonly name = "AtsUnreadableError";
  override readonly code = "ats-unreadable";
  override readonly failure: "unreadable" | "too-large";
  /** True if the answer is complete but cannot be read, and reports something that did not pass. */
  readonly notPassed: boolean;

  constructor(
    message: string,
    details: AtsErrorDetails & { readonly notPassed?: boolean; readonly failure?: "unreadable" | "too-large" },
  ) {
    super(message, details);
    this.failure = details.failure ?? "unreadable";
    this.notPassed = details.notPassed ?? false;
  }
}
