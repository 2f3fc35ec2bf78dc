import { CallError, type NamedProblem, type NameOf, sentences } from "@remotest/http";

/** The base class of all errors of this package. An aborted call throws the signal's reason instead. */
export abstract class BrowserstackError extends CallError {
  constructor(message: string, hint: string, cause?: Error) {
    super(message, { hint, cause });
  }
}

/** The input is not valid. Thrown before anything is sent; names every problem at once. */
export class BrowserstackInputError extends BrowserstackError {
  override readonly name = "BrowserstackInputError";
  override readonly code = "browserstack-input";
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
  readonly httpStatus: number;
  /** Seconds after which the service asks to try again. */
  readonly retryAfterS: number | undefined;
  /** The code in brackets at the beginning of its message, such as `BROWSERSTACK_INVALID_APP_CAP`. */
  readonly serviceCode: string | undefined;
  /** Its own words; undefined if the answer is not from the service itself. */
  readonly reason: string | undefined;
}

/** The statuses of a request that may have been carried out all the same, and of one that is worth another try. */
const provesNothing: ReadonlySet<number> = new Set([408, 409, 429, 499]);

/** An HTTP status other than 2xx. */
export class BrowserstackHttpError extends BrowserstackError implements Refusal {
  override readonly name = "BrowserstackHttpError";
  override readonly code = "browserstack-http";
  /** `refused`: the service itself says why it did nothing. */
  override readonly failure: "refused" | "status" | "redirect";
  readonly httpStatus: number;
  readonly retryAfterS: number | undefined;
  readonly serviceCode: string | undefined;
  readonly reason: string | undefined;

  constructor(message: string, hint: string, refusal: Refusal) {
    super(message, hint);
    const { httpStatus, reason } = refusal;
    const isRefusal = reason !== undefined && httpStatus >= 400 && httpStatus < 500 && !provesNothing.has(httpStatus);
    this.failure = isRefusal ? "refused" : httpStatus >= 300 && httpStatus < 400 ? "redirect" : "status";
    this.httpStatus = httpStatus;
    this.retryAfterS = refusal.retryAfterS;
    this.serviceCode = refusal.serviceCode;
    this.reason = reason;
  }
}

/** There was no answer: the connection failed or broke, or the answer was not complete in time. */
export class BrowserstackTransportError extends BrowserstackError {
  override readonly name = "BrowserstackTransportError";
  override readonly code: "browserstack-transport" | "browserstack-timeout" | "browserstack-file-changed";
  override readonly failure: "transport" | "timeout" | "proxy-refused" | "proxy-down" | "untrusted";
  /** True only when not one byte of the request can have reached the service. */
  readonly certainlyNotSent: boolean;

  constructor(
    message: string,
    hint: string,
    options: {
      readonly code?: "browserstack-file-changed";
      readonly failure: BrowserstackTransportError["failure"];
      readonly certainlyNotSent: boolean;
      readonly cause?: Error | undefined;
    },
  ) {
    super(message, hint, options.cause);
    this.failure = options.failure;
    this.code = options.code ?? (options.failure === "timeout" ? "browserstack-timeout" : "browserstack-transport");
    this.certainlyNotSent = options.certainlyNotSent;
  }
}

/** The service answered 2xx with something that is not as documented: cut off, HTML, wrong types, too large. */
export class BrowserstackUnreadableError extends BrowserstackError {
  override readonly name = "BrowserstackUnreadableError";
  override readonly code = "browserstack-unreadable";
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
