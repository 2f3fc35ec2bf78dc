import { CallError, type NamedProblem, type NameOf, sentences } from "@remotest/http";

/** The base class of all errors of this package. An aborted call throws the signal's reason instead. */
export abstract class MtaError extends CallError {
  constructor(message: string, hint: string, cause?: Error) {
    super(message, { hint, cause });
  }
}

/** The input is not valid. Thrown before anything is sent; names every problem at once. */
export class MtaInputError extends MtaError {
  override readonly name = "MtaInputError";
  override readonly code = "mta-input";
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

/** An HTTP status other than 2xx. No page documents the body, so only an excerpt of it is in the message. */
export class MtaHttpError extends MtaError {
  override readonly name = "MtaHttpError";
  override readonly code = "mta-http";
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

/** There was no answer: the connection failed or broke, or the answer was not complete in time. */
export class MtaTransportError extends MtaError {
  override readonly name = "MtaTransportError";
  override readonly code: "mta-transport" | "mta-timeout";
  override readonly failure: "transport" | "timeout" | "proxy-refused" | "proxy-down" | "untrusted";
  /** True only when not one byte of the request can have reached the service. */
  readonly certainlyNotSent: boolean;

  constructor(
    message: string,
    hint: string,
    options: {
      readonly failure: MtaTransportError["failure"];
      readonly certainlyNotSent: boolean;
      readonly cause?: Error | undefined;
    },
  ) {
    super(message, hint, options.cause);
    this.failure = options.failure;
    this.code = options.failure === "timeout" ? "mta-timeout" : "mta-transport";
    this.certainlyNotSent = options.certainlyNotSent;
  }
}

/** The service answered 2xx with something that is not as documented: cut off, HTML, wrong types, too large. */
export class MtaUnreadableError extends MtaError {
  override readonly name = "MtaUnreadableError";
  override readonly code = "mta-unreadable";
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
