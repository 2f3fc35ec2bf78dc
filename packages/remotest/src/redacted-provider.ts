import {
  type Attempt,
  type Connection,
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
import { inspect } from "node:util";
import { type Redact, redactor } from "@remotest/http";

/**
 * A provider whose every word is free of the secrets that were read: a careless service may echo them in a reason, a
 * test's name or its results, and whatever it says is printed and kept. References are left alone, because they must
 * lead back to the run.
 */
export function redactedProvider(provider: Provider, secrets: readonly string[]): Provider {
  const redact = redactor(accountForms(secrets));
  return {
    ...provider,
    connect: (options, transport) => redactedConnection(provider.connect(options, transport), redact),
  };
}

/** As Basic authentication joins a user and a key, and the two of one `user:key` string. */
function accountForms(secrets: readonly string[]): string[] {
  const parts = secrets.flatMap((secret) => [secret, ...(/^([^:]+):(.+)/s.exec(secret)?.slice(1) ?? [])]);
  return [...parts, ...parts.slice(1).map((part, index) => `${parts[index]}:${part}`)];
}

type Whole = Connection & { readonly rerun: Rerun | "unsupported" };

function redactedConnection(connection: Whole, redact: Redact): Whole {
  const guarded = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw redactedError(error, redact);
    }
  };
  const { rerun } = connection;
  return {
    start: async (options, name, context) =>
      withoutSecret(await guarded(connection.start(options, name, context)), redact),
    poll: async (run, context) => redactedState(await guarded(connection.poll(run, context)), redact),
    results: async (run, finished, context) =>
      redactedResults(await guarded(connection.results(run, finished, context)), redact),
    rerun:
      rerun === "unsupported"
        ? rerun
        : async (run, context) => withoutSecret(await guarded(rerun(run, context)), redact),
  };
}

/**
 * A reference leads back to the run, so nothing of it can be replaced. One that holds a secret is not printed or kept: no
 * service has a reason to name a run so.
 */
function withoutSecret(handle: RunHandle, redact: Redact): RunHandle {
  const url = handle.url === undefined ? {} : { url: redact(handle.url) };
  const name = handle.name === undefined ? {} : { name: redact(handle.name) };
  if (redactLong(handle.ref, redact) === handle.ref) return { ...handle, ...url, ...name };
  throw new UnknownStartError(
    "The service started a run and named it by a text that holds a secret, so its reference is not shown.",
    "Look for the run at the service, and change the secret: it may stand in the service's own logs.",
  );
}

/** Part of a reference is what the user gave, such as an app's ID: a short secret may stand in it by chance. */
function redactLong(ref: string, redact: Redact): string {
  return redact(ref).length <= ref.length - 8 ? redact(ref) : ref;
}

function redactedError(error: unknown, redact: Redact): unknown {
  if (error instanceof ProviderError) {
    const { code, serviceCode, reason, retry, retryAfterMs, notYet, evidence, cause } = error;
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
      ...(evidence === undefined ? {} : { evidence: redactedFiles(evidence, redact) }),
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

function redactedResults({ testRun, files }: RunResults, redact: Redact): RunResults {
  return {
    testRun: redactedTestRun(testRun, redact),
    files: redactedFiles(files, redact),
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
