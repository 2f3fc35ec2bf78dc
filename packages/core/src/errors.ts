import { quotedPath } from "./files/portable-path.ts";
import { type Problem, problemIn } from "./inputs/problem.ts";
import { commandNames, type InputNames, worded, type Wording } from "./inputs/wording.ts";
import type { ProviderFile } from "./results/provider-file.ts";

/** The same in every copy of this package: see `foreignKind`. */
const wordingOfNext = Symbol.for("@remotest/core: the wording of the next step");

/**
 * The base of every error of the flow: a stable code, what happened (`message`), and what to do next.
 * Messages contain no secret: the code that makes the error removes secrets first.
 */
export abstract class RemotestError extends Error {
  /** Stable, kebab-case, for scripts: `apptest-4050`, `timed-out`. */
  readonly code: string;
  /** The next step for the person who reads it, with the names on the command line. See `inWords`. */
  readonly next: string;

  constructor(code: string, message: string, next: Wording, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.next = worded(next);
    // Not enumerable: an error that is logged or compared consists of texts.
    if (typeof next === "function") Object.defineProperty(this, wordingOfNext, { value: next });
  }

  /**
   * Makes `error instanceof ProviderError` true for every error of that kind, even from another copy of the class: a
   * provider outside this repository has its own copy of this package, or none.
   */
  static override [Symbol.hasInstance](this: abstract new (...args: never) => unknown, error: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, error)) return true;
    const kind = foreignKind(error);
    return kind !== undefined && (this === RemotestError || this === kind);
  }
}

/** Returns the class that a provider's error stands for, by its name and its fields. */
function foreignKind(error: unknown): typeof ProviderError | typeof UnknownStartError | undefined {
  if (!(error instanceof Error) || !("code" in error && "next" in error)) return undefined;
  if (typeof error.code !== "string" || typeof error.next !== "string") return undefined;
  if (error.name === "UnknownStartError") return UnknownStartError;
  const tellsWhen = "retry" in error && (error.retry === "never" || error.retry === "later");
  return error.name === "ProviderError" && tellsWhen ? ProviderError : undefined;
}

/** An option, a variable or a file is not valid. Thrown before anything is sent, with every problem found. */
export class UsageError extends RemotestError {
  override readonly name = "UsageError";
  /** With the names on the command line. See `inWords`. */
  readonly problems: readonly Problem<string>[];
  readonly #found: readonly Problem[];

  /** @param next the next step. Default: where the inputs are explained */
  constructor(problems: readonly Problem[], next: Wording = ({ whereTheyAre }) => whereTheyAre) {
    super("usage", problems.map(({ message }) => worded(message)).join("\n"), next);
    this.problems = problems.map((problem) => problemIn(problem));
    this.#found = problems;
  }

  /** The problems as they were found. */
  get found(): readonly Problem[] {
    return this.#found;
  }
}

/** The details of a refusal or a fault of a service. */
export interface ProviderFault {
  readonly code: string;
  readonly message: string;
  readonly next: Wording;
  /** The service's own code, such as apptest.ai's 4050. */
  readonly serviceCode?: string | undefined;
  /** The service's own words for the reason. */
  readonly reason?: string | undefined;
  /**
   * `later`: a retry is safe and may help. For a start, only if the service certainly did not start anything.
   */
  readonly retry: "never" | "later";
  /** Milliseconds that the service asks to wait before the next request. */
  readonly retryAfterMs?: number | undefined;
  /**
   * True if the service says that the run or its results are not there. Right after this process started the run, or
   * right after its end, that may only mean "not there yet".
   */
  readonly notYet?: boolean | undefined;
  /**
   * True if the service itself refused, for a reason that may or may not go away. At a start, or at the first status check
   * of a run that this process did not start, the reason most likely stays: a start is then not repeated.
   */
  readonly refused?: boolean | undefined;
  /**
   * True if the service has no room at the moment and certainly started nothing. With `retry: "later"`, a start is then
   * repeated until its time runs out, however often that is.
   */
  readonly busy?: boolean | undefined;
  /**
   * True if the answer is unusable but says that something did not pass. A later answer that everything in the same run
   * passed is then not believed.
   */
  readonly notPassed?: boolean | undefined;
  /** The service's answer, if it could not be read or trusted; it is kept under `provider/`. */
  readonly evidence?: readonly ProviderFile[] | undefined;
  readonly cause?: unknown;
}

/** The service refused, is down, or returned something that cannot be trusted. */
export class ProviderError extends RemotestError {
  override readonly name = "ProviderError";
  readonly serviceCode: string | undefined;
  readonly reason: string | undefined;
  readonly retry: "never" | "later";
  readonly retryAfterMs: number | undefined;
  readonly notYet: boolean | undefined;
  readonly refused: boolean | undefined;
  readonly busy: boolean | undefined;
  readonly notPassed: boolean | undefined;
  readonly evidence: readonly ProviderFile[] | undefined;

  constructor(fault: ProviderFault) {
    super(fault.code, fault.message, fault.next, fault.cause);
    this.serviceCode = fault.serviceCode;
    this.reason = fault.reason;
    this.retry = fault.retry;
    this.retryAfterMs = fault.retryAfterMs;
    this.notYet = fault.notYet;
    this.refused = fault.refused;
    this.busy = fault.busy;
    this.notPassed = fault.notPassed;
    this.evidence = fault.evidence;
  }

  /**
   * Returns the same error with more details.
   * @example throw error.with({ evidence: [answer], notPassed: true });
   */
  with(more: Partial<ProviderFault>): ProviderError {
    const { code, message, serviceCode, reason, retry, retryAfterMs, cause } = this;
    const { notYet, refused, busy, notPassed, evidence } = this;
    const said = { code, message, next: nextOf(this), serviceCode, reason, retry, retryAfterMs, cause };
    return new ProviderError({ ...said, notYet, refused, busy, notPassed, evidence, ...more });
  }
}

/** The start request may have arrived, but no answer says so. It was not sent again. */
export class UnknownStartError extends RemotestError {
  override readonly name = "UnknownStartError";

  constructor(message: string, next: Wording, cause?: unknown) {
    super("unknown-start", message, next, cause);
  }
}

/** Remotest stopped waiting; the remote run may still be running. */
export class TimedOutError extends RemotestError {
  override readonly name = "TimedOutError";

  /** The timeout in milliseconds, if it is known. */
  readonly timeoutMs: number | undefined;

  /** @param timeout in milliseconds, or the words of an error, with the fault that was there at the end */
  constructor(
    timeout:
      | number
      | { readonly message: string; readonly next: Wording; readonly timeoutMs?: number; readonly cause?: unknown },
  ) {
    const said = typeof timeout === "object" ? timeout : undefined;
    super(
      "timed-out",
      said?.message ??
        `The run did not finish within ${Number(timeout) / 1000} s. It may still be running at the service.`,
      said?.next ?? (({ option }) => `Wait for it with the attach command, or give ${option("timeout")} more time.`),
      said?.cause,
    );
    this.timeoutMs = typeof timeout === "number" ? timeout : timeout.timeoutMs;
  }
}

/** The process was asked to stop. */
export class InterruptedError extends RemotestError {
  override readonly name = "InterruptedError";
  readonly signal: "SIGINT" | "SIGTERM";

  constructor(signal: "SIGINT" | "SIGTERM", said?: { readonly message: string; readonly next: string }) {
    super(
      "interrupted",
      said?.message ?? `Stopped by ${signal}. The remote run may still be running at the service.`,
      said?.next ?? "Wait for it with the attach command.",
    );
    this.signal = signal;
  }
}

/** This process no longer holds the report directory. From then on it sends nothing and writes nothing there. */
export class ReportDirLostError extends RemotestError {
  override readonly name = "ReportDirLostError";
  readonly reportDir: string;
  readonly why: string;

  /**
   * @param why completes "this command has lost the directory: "
   * @param names by which the user knows the inputs
   */
  constructor(reportDir: string, why: string, { option, optionOrVariable }: InputNames = commandNames) {
    super(
      "report-dir-lost",
      `${optionOrVariable("remotest", "reportDir")}: this command has lost ${quotedPath(reportDir)}: ${why}.`,
      `Nothing more was sent or written there. Runs that were started may still be running: wait for them with the attach command and another ${option("reportDir")}.`,
    );
    this.reportDir = reportDir;
    this.why = why;
  }
}

/** Something unexpected failed: a full disk, a fault in this program or in a provider. */
export class UnexpectedError extends RemotestError {
  override readonly name = "UnexpectedError";

  /** @param next what to do instead of reporting it, if that is known */
  constructor(cause: unknown, next?: Wording) {
    const what = cause instanceof Error ? cause.message : String(cause);
    super(
      "unexpected",
      `Something unexpected went wrong: ${what}`,
      next ?? (({ option }) => `Report it with the output of ${option("verbose")}.`),
      cause,
    );
  }
}

/** Returns the next step of an error as it was worded. */
export function nextOf(error: RemotestError): Wording {
  const wording: unknown = Reflect.get(error, wordingOfNext);
  return typeof wording === "function" ? (names) => String(wording(names)) : error.next;
}

/** Returns an error as the user who knows the inputs by these names reads it. What a service said is left as it is. */
export function inWords(error: RemotestError, names?: InputNames): RemotestError {
  if (names === undefined) return error;
  const next = worded(nextOf(error), names);
  if (error instanceof UsageError)
    return new UsageError(
      error.found.map((problem) => problemIn(problem, names)),
      next,
    );
  // The error of a provider may have been made without our classes.
  if (error instanceof ProviderError) return ProviderError.prototype.with.call(error, { next });
  if (error instanceof UnknownStartError) return new UnknownStartError(error.message, next, error.cause);
  if (error instanceof TimedOutError) {
    const { message, timeoutMs, cause } = error;
    return new TimedOutError({ message, next, ...(timeoutMs === undefined ? {} : { timeoutMs }), cause });
  }
  if (error instanceof ReportDirLostError) return new ReportDirLostError(error.reportDir, error.why, names);
  if (error instanceof UnexpectedError) return new UnexpectedError(error.cause, next);
  return error;
}
