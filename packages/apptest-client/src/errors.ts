import type { TestsetStatus } from "./testset-status.ts";
import { CallError, type NamedProblem, type NameOf, sentences } from "@remotest/http";

/** The base class of all errors of this package. An aborted call throws the signal's reason instead. */
export abstract class ApptestError extends CallError {
  constructor(message: string, hint: string, cause?: Error) {
    super(message, { hint, cause });
  }
}

/** The input is not valid. Thrown before anything is sent; names every problem at once. */
export class ApptestInputError extends ApptestError {
  override readonly name = "ApptestInputError";
  override readonly code = "apptest-input";
  override readonly failure = "input";
  /** One sentence for each problem, which starts with the field's name. */
  readonly problems: readonly string[];
  readonly #named: readonly (string | NamedProblem)[];

  constructor(problems: readonly (string | NamedProblem)[]) {
    super(`Nothing was sent: ${sentences(problems).join("; ")}`, "Fix each problem and call again.");
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

/** The content of a refusal. */
export interface Refusal {
  readonly resultCode: number | undefined;
  readonly resultMessage: string;
  readonly reason: string;
  readonly httpStatus: number;
  readonly retryAfterS: number | undefined;
}

/** The service answered with a failure code. specs/apptest.openapi.yaml, the result codes. */
export class ApptestRefusedError extends ApptestError {
  override readonly name = "ApptestRefusedError";
  override readonly code = "apptest-refused";
  override readonly failure = "refused";
  /** One of `resultCodes`, or an undocumented code; undefined if the answer is `"result": "fail"` without a code. */
  readonly resultCode: number | undefined;
  /** `result_msg`: the kind of failure. */
  readonly resultMessage: string;
  /** `reason`: the details. */
  readonly reason: string;
  readonly httpStatus: number;
  /** Seconds after which the service asks to try again. */
  readonly retryAfterS: number | undefined;

  constructor(message: string, hint: string, refusal: Refusal) {
    super(message, hint);
    this.resultCode = refusal.resultCode;
    this.resultMessage = refusal.resultMessage;
    this.reason = refusal.reason;
    this.httpStatus = refusal.httpStatus;
    this.retryAfterS = refusal.retryAfterS;
  }
}

/** An HTTP status other than 2xx, with a body that is not from the service itself: wrong credentials, a gateway. */
export class ApptestHttpError extends ApptestError {
  override readonly name = "ApptestHttpError";
  override readonly code = "apptest-http";
  override readonly failure: "status" | "redirect";
  readonly httpStatus: number;
  /** Seconds after which the service asks to try again. */
  readonly retryAfterS: number | undefined;

  constructor(message: string, hint: string, httpStatus: number, retryAfterS: number | undefined) {
    super(message, hint);
    this.failure = httpStatus >= 300 && httpStatus < 400 ? "redirect" : "status";
    this.httpStatus = httpStatus;
    this.retryAfterS = retryAfterS;
  }
}

/** There was no answer: the connection failed or broke, or the app file changed while it was being sent. */
export class ApptestTransportError extends ApptestError {
  override readonly name = "ApptestTransportError";
  override readonly code: "apptest-transport" | "apptest-file-changed";
  override readonly failure: "transport" | "proxy-refused" | "proxy-down" | "untrusted";
  /** True only when not one byte of the request can have reached the service. */
  readonly certainlyNotSent: boolean;

  constructor(
    message: string,
    hint: string,
    options: {
      code?: "apptest-transport" | "apptest-file-changed";
      failure?: "transport" | "proxy-refused" | "proxy-down" | "untrusted";
      certainlyNotSent: boolean;
      cause?: Error | undefined;
    },
  ) {
    super(message, hint, options.cause);
    this.code = options.code ?? "apptest-transport";
    this.failure = options.failure ?? "transport";
    this.certainlyNotSent = options.certainlyNotSent;
  }
}

/** The answer was not complete in time. */
export class ApptestTimeoutError extends ApptestError {
  override readonly name = "ApptestTimeoutError";
  override readonly code = "apptest-timeout";
  override readonly failure = "timeout";
  /** True only when not one byte of the request can have reached the service. */
  readonly certainlyNotSent: boolean;

  constructor(message: string, hint: string, certainlyNotSent: boolean) {
    super(message, hint);
    this.certainlyNotSent = certainlyNotSent;
  }
}

/** The testset did not complete within the `timeoutMs` of `waitForTestset`. It is still running; wait for it again. */
export class ApptestWaitError extends ApptestError {
  override readonly name = "ApptestWaitError";
  override readonly code = "apptest-wait";
  override readonly failure = "timeout";
  readonly testsetId: number | string;
  /** The last status; undefined if no status check succeeded. */
  readonly lastStatus: TestsetStatus | undefined;

  constructor(testsetId: number | string, timeoutMs: number, lastStatus: TestsetStatus | undefined, cause?: Error) {
    super(
      `The testset ${testsetId} was not complete within ${timeoutMs / 1000} s`,
      "Wait for it again: the testset continues.",
      cause,
    );
    this.testsetId = testsetId;
    this.lastStatus = lastStatus;
  }
}

/** The service answered 2xx with something that is not as documented: cut off, HTML, wrong types, too large. */
export class ApptestUnreadableError extends ApptestError {
  override readonly name = "ApptestUnreadableError";
  override readonly code = "apptest-unreadable";
  override readonly failure: "unreadable" | "too-large";
  // Private, so that the log of an error does not contain a whole answer.
  readonly #answer: string | undefined;

  constructor(message: string, hint: string, answer?: string, failure: "unreadable" | "too-large" = "unreadable") {
    super(message, hint);
    this.#answer = answer;
    this.failure = failure;
  }

  /** The whole answer without secrets; undefined if it was too large to read. */
  get answer(): string | undefined {
    return this.#answer;
  }
}
