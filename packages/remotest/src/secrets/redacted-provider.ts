import {
  type Attempt,
  type Connection,
  type InputValue,
  type OptionValues,
  type Progress,
  type Provider,
  ProviderError,
  type ProviderFile,
  type Rerun,
  type RunHandle,
  RemotestError,
  type RunResults,
  type RunState,
  type TestRun,
  UnknownStartError,
  UsageError,
} from "@remotest/core";
import { isSecret, UnexpectedError } from "@remotest/core/flow";
import { inspect } from "node:util";
import type { Redact } from "@remotest/http";
import { bounded, redactedText, refHoldsSecret } from "./redacted-text.ts";

/** Characters of one text that are kept: an answer may be 64 MiB of a single message. See docs/security.md, "Bounds". */
const longestText = 65_536;
/** Characters of each file that are kept of an answer that could not be used. */
const longestEvidence = 8 * 2 ** 20;

/** What takes secrets out, of each kind of text. */
interface Redaction {
  /** A file of results, kept as it came. */
  readonly whole: Redact;
  readonly text: Redact;
  readonly evidence: Redact;
}

/**
 * A provider whose every word is free of the secrets that were read: a careless service may echo them in a reason, a
 * test's name or its results, and whatever it says is printed and kept. References must lead back to the run, so they are
 * as they came; a run whose reference holds a secret is one of which nothing is known.
 */
export function redactedProvider(provider: Provider, secrets: readonly string[]): Provider {
  const whole = redactedText(secrets);
  const redact = { whole, text: bounded(whole, longestText), evidence: bounded(whole, longestEvidence) };
  const { connectInputs, startInputs } = provider;
  const open = Object.entries({ ...connectInputs, ...startInputs }).filter(([, input]) => !isSecret(input));
  const chosen = (options: OptionValues): string[] => open.flatMap(([name]) => texts(options[name]));
  return {
    ...provider,
    connect: (options, transport) => {
      const mine = chosen(options);
      return redactedConnection(provider.connect(options, transport), redact, (start) => [...mine, ...chosen(start)]);
    },
  };
}

function texts(value: InputValue | undefined): string[] {
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}

type Whole = Connection & { readonly rerun: Rerun | "unsupported" };

function redactedConnection(
  connection: Whole,
  redact: Redaction,
  chosen: (start: OptionValues) => readonly string[],
): Whole {
  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw redactedError(error, redact.text, redact.evidence);
    }
  };
  const { rerun } = connection;
  return {
    start: async (options, name, context) => {
      const handle = await guarded(() => connection.start(options, name, context));
      return withoutSecret(handle, chosen(options), redact.text);
    },
    poll: async (run, context) => redactedState(await guarded(() => connection.poll(run, context)), redact.text),
    results: async (run, finished, context) =>
      redactedResults(await guarded(() => connection.results(run, finished, context)), redact),
    rerun:
      rerun === "unsupported"
        ? rerun
        : async (run, context) => {
            const handle = await guarded(() => rerun(run, context));
            return withoutSecret(handle, run.ref.slice(run.ref.indexOf(":") + 1).split("/"), redact.text);
          },
  };
}

/** No service has a reason to name a run by a secret: such a reference is neither printed nor kept. */
function withoutSecret(handle: RunHandle, chosen: readonly string[], redact: Redact): RunHandle {
  const url = handle.url === undefined ? {} : { url: redact(handle.url) };
  const name = handle.name === undefined ? {} : { name: redact(handle.name) };
  if (!refHoldsSecret(handle.ref, chosen, redact)) return { ...handle, ...url, ...name };
  throw new UnknownStartError(
    "The service started a run and named it by a text that holds a secret, so its reference is not shown.",
    "Look for the run at the service, and change the secret: it may stand in the service's own logs.",
  );
}

/** An error as it may be shown. */
export function redactedError(error: unknown, redact: Redact, ofEvidence: Redact = redact): unknown {
  if (error instanceof ProviderError) {
    const { code, serviceCode, reason, retry, retryAfterMs, notYet, notPassed, evidence, cause } = error;
    return new ProviderError({
      code,
      message: redact(error.message),
      next: redact(error.next),
      retry,
      cause: redactedCause(cause, redact),
      ...(serviceCode === undefined ? {} : { serviceCode: redact(serviceCode) }),
      ...(reason === undefined ? {} : { reason: redact(reason) }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(notYet === undefined ? {} : { notYet }),
      ...(notPassed === undefined ? {} : { notPassed }),
      ...(evidence === undefined ? {} : { evidence: redactedFiles(evidence, ofEvidence) }),
    });
  }
  if (error instanceof UnknownStartError)
    return new UnknownStartError(redact(error.message), redact(error.next), redactedCause(error.cause, redact));
  if (error instanceof UsageError)
    return new UsageError(
      error.problems.map(({ message, suggestion }) => ({
        message: redact(message),
        ...(suggestion === undefined ? {} : { suggestion: redact(suggestion) }),
      })),
    );
  if (error instanceof UnexpectedError) return new UnexpectedError(redactedCause(error.cause, redact));
  // The others are the flow's own: the reason of a signal.
  return error instanceof RemotestError ? error : redactedCause(error, redact);
}

/** What nobody foresaw, or what is behind an error: words and stack are shown, and whatever else hangs on it is dropped. */
function redactedCause(error: unknown, redact: Redact): unknown {
  if (error === undefined) return undefined;
  if (!(error instanceof Error)) return redact(typeof error === "string" ? error : inspect(error));
  const plain = new Error(
    redact(error.message),
    error.cause === undefined ? undefined : { cause: redactedCause(error.cause, redact) },
  );
  plain.name = redact(error.name);
  plain.stack = redact(error.stack ?? "");
  const code = "code" in error && typeof error.code === "string" ? { code: redact(error.code) } : {};
  return Object.assign(plain, code);
}

function redactedState(state: RunState, redact: Redact): RunState {
  const { cases, ...counts } = state.progress;
  const progress: Progress = cases
    ? { ...counts, cases: cases.map((each) => ({ ...each, name: redact(each.name) })) }
    : counts;
  return state.status === "unrecognised" ? { ...state, says: redact(state.says), progress } : { ...state, progress };
}

function redactedResults({ testRun, files }: RunResults, redact: Redaction): RunResults {
  return {
    testRun: redactedTestRun(testRun, redact.text),
    files: redactedFiles(files, redact.whole),
  };
}

function redactedFiles(files: readonly ProviderFile[], redact: Redact): readonly ProviderFile[] {
  return files.map(({ name, title, content }) => ({ name, title, content: redact(content) }));
}

function redactedTestRun({ suites, conclusion, warnings }: TestRun, redact: Redact): TestRun {
  return {
    suites: suites.map((suite) => ({
      name: redact(suite.name),
      cases: suite.cases.map((testCase) => ({
        ...redactedAttempt(testCase, redact),
        name: redact(testCase.name),
        earlierAttempts: testCase.earlierAttempts.map((attempt) => redactedAttempt(attempt, redact)),
      })),
    })),
    conclusion:
      "message" in conclusion && conclusion.message !== undefined
        ? { ...conclusion, message: redact(conclusion.message) }
        : conclusion,
    warnings: warnings.map(redact),
  };
}

function redactedAttempt<T extends Attempt>(attempt: T, redact: Redact): T {
  const links = attempt.links.map(({ label, href }) => ({ label: redact(label), href: redact(href) }));
  const message = "message" in attempt ? attempt.message : undefined;
  return { ...attempt, links, ...(message === undefined ? {} : { message: redact(message) }) };
}
