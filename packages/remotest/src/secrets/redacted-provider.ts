import {
  type Attempt,
  type InputValue,
  type OptionValues,
  type Progress,
  type Provider,
  ProviderError,
  type ProviderConnection,
  type ProviderFile,
  type RunHandle,
  RemotestError,
  type RunResults,
  type RunState,
  type TestRun,
  UnknownStartError,
  UsageError,
  worded,
  type Wording,
} from "@remotest/core";
import { isSecret, nextOf, UnexpectedError } from "@remotest/core/flow";
import { inspect } from "node:util";
import type { Redact } from "@remotest/http";
import { bounded, redactedText, refContainsSecret } from "./redacted-text.ts";

/** In characters: an answer may be a single message of 64 MiB. See docs/security.md, "Bounds". */
const maxTextLength = 65_536;
/** In characters, for each file that is kept of an answer that could not be used. */
const maxEvidenceLength = 8 * 2 ** 20;

/** The functions that remove secrets, one for each kind of text. */
interface Redaction {
  /** For a file of results, which is kept whole. */
  readonly whole: Redact;
  readonly text: Redact;
  readonly evidence: Redact;
}

/**
 * Wraps a provider so that none of its texts contains a secret that was read: a careless service may echo one in a
 * reason, a test's name or its results, all of which are printed and kept. References must lead back to the run, so they
 * are never changed; if a reference contains a secret, the run's start counts as unknown.
 */
export function redactedProvider(provider: Provider, secrets: readonly string[]): Provider {
  const whole = redactedText(secrets);
  const redact = { whole, text: bounded(whole, maxTextLength), evidence: bounded(whole, maxEvidenceLength) };
  const { connectInputs, startInputs } = provider;
  const open = Object.entries({ ...connectInputs, ...startInputs }).filter(([, input]) => !isSecret(input));
  const chosen = (options: OptionValues): string[] => open.flatMap(([name]) => texts(options[name]));
  return {
    ...provider,
    connect: (options, transport) => {
      const mine = chosen(options);
      try {
        const connection = provider.connect(options, transport);
        return redactedConnection(connection, redact, (start) => [...mine, ...chosen(start)]);
      } catch (error) {
        throw redactedError(error, redact.text, redact.evidence);
      }
    },
  };
}

function texts(value: InputValue | undefined): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}

function redactedConnection(
  connection: ProviderConnection,
  redact: Redaction,
  chosen: (start: OptionValues) => readonly string[],
): ProviderConnection {
  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw redactedError(error, redact.text, redact.evidence);
    }
  };
  const { rerun, cancel, find, checkAccount } = connection;
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
    cancel: cancel === "unsupported" ? cancel : (run, context) => guarded(() => cancel(run, context)),
    find:
      find === "unsupported"
        ? find
        : async (sought, context) => {
            const found = await guarded(() => find(sought, context));
            return found.map((handle) => withoutSecret(handle, chosen(sought.options), redact.text));
          },
    checkAccount:
      checkAccount === "unsupported"
        ? checkAccount
        : async (context) => {
            const answer = await guarded(() => checkAccount(context));
            return answer.account === "unclear" ? { ...answer, says: redact.text(answer.says) } : answer;
          },
  };
}

/** No service has a reason to use a secret in a reference: such a reference is neither printed nor kept. */
function withoutSecret(handle: RunHandle, chosen: readonly string[], redact: Redact): RunHandle {
  const url = handle.url === undefined ? {} : { url: redact(handle.url) };
  const name = handle.name === undefined ? {} : { name: redact(handle.name) };
  if (!refContainsSecret(handle.ref, chosen, redact)) return { ...handle, ...url, ...name };
  throw new UnknownStartError(
    "The service started a run whose reference contains a secret, so the reference is not shown.",
    "Find the run at the service, and change the secret: it may be in the service's own logs.",
  );
}

/** Returns a copy of an error without secrets. */
export function redactedError(error: unknown, redact: Redact, ofEvidence: Redact = redact): unknown {
  if (error instanceof ProviderError) {
    const { code, serviceCode, reason, retry, retryAfterMs, notYet, refused, busy, notPassed, evidence, cause } = error;
    return new ProviderError({
      code,
      message: redact(error.message),
      next: redactedNext(error, redact),
      retry,
      cause: redactedCause(cause, redact),
      ...(serviceCode === undefined ? {} : { serviceCode: redact(serviceCode) }),
      ...(reason === undefined ? {} : { reason: redact(reason) }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(notYet === undefined ? {} : { notYet }),
      ...(refused === undefined ? {} : { refused }),
      ...(busy === undefined ? {} : { busy }),
      ...(notPassed === undefined ? {} : { notPassed }),
      ...(evidence === undefined ? {} : { evidence: redactedFiles(evidence, ofEvidence) }),
    });
  }
  if (error instanceof UnknownStartError)
    return new UnknownStartError(
      redact(error.message),
      redactedNext(error, redact),
      redactedCause(error.cause, redact),
    );
  if (error instanceof UsageError)
    return new UsageError(
      error.found.map(({ message, suggestion }) => ({
        message: redactedWording(message, redact),
        ...(suggestion === undefined ? {} : { suggestion: redactedWording(suggestion, redact) }),
      })),
      redactedNext(error, redact),
    );
  if (error instanceof UnexpectedError) return new UnexpectedError(redactedCause(error.cause, redact));
  // All others are our own, such as the reason of a signal.
  return error instanceof RemotestError ? error : redactedCause(error, redact);
}

function redactedNext(error: RemotestError, redact: Redact): Wording {
  return redactedWording(nextOf(error), redact);
}

function redactedWording(wording: Wording, redact: Redact): Wording {
  return (names) => redact(worded(wording, names));
}

/** Of an unexpected error, or of a cause, only the texts and the stack are shown; every other property is dropped. */
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
    files: redactedFiles(files, redact.whole, redact.text),
  };
}

function redactedFiles(
  files: readonly ProviderFile[],
  redact: Redact,
  redactName: Redact = redact,
): readonly ProviderFile[] {
  return files.map(({ name, title, content, testCase }) => ({
    name: redactedName(name, redactName),
    title: redactName(title),
    content: typeof content === "string" ? redact(content) : redactedBytes(name, content, redact),
    ...(testCase && { testCase: { suite: redactName(testCase.suite), name: redactName(testCase.name) } }),
  }));
}

/** A name that contains a secret is changed; any other stays as it is. */
function redactedName(name: string, redact: Redact): string {
  const redacted = redact(name);
  return redacted === name ? name : redacted.replaceAll(/[^\w.-]/g, "_");
}

/** Bytes of a type that is text may come from a provider that does not decode them. A picture or a film stays as it is. */
function redactedBytes(name: string, content: Uint8Array, redact: Redact): string | Uint8Array {
  if (!/\.(?:html?|xml|json|txt|log|csv|md)$/i.test(name)) return content;
  return redact(Buffer.from(content).toString("utf8"));
}

function redactedTestRun({ suites, conclusion, warnings, durationMs }: TestRun, redact: Redact): TestRun {
  return {
    suites: suites.map((suite) => ({
      name: redact(suite.name),
      ...(suite.ofDevices && { ofDevices: suite.ofDevices }),
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
    ...(durationMs !== undefined && { durationMs }),
  };
}

function redactedAttempt<T extends Attempt>(attempt: T, redact: Redact): T {
  const links = attempt.links.map(({ label, href }) => ({ label: redact(label), href: redact(href) }));
  const message = "message" in attempt ? attempt.message : undefined;
  return { ...attempt, links, ...(message === undefined ? {} : { message: redact(message) }) };
}
