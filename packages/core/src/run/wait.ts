import type { Bell } from "./bell.ts";
import { mayStillPass } from "../results/conclusion.ts";
import { nextOf, ProviderError, TimedOutError } from "../errors.ts";
import { worded } from "../inputs/wording.ts";
import { orAborted, sleep } from "./deadline.ts";
import { endExpectedBy } from "./expected-end.ts";
import { nextPollMs } from "./next-poll.ts";
import { retry, retryPolicy } from "./retry.ts";
import type { FinishedState, RunHandle, RunResults, RunState } from "../provider/provider.ts";
import { callContext, type RunContext } from "./run-context.ts";
import { count, type TestRun } from "../results/test-run.ts";

/**
 * Polls the run until it is finished. An undocumented status counts as not finished. With `noWait`, it is checked once.
 *
 * @param bell rung when the service calls, so that the run is polled before the interval is over
 * @throws {TimedOutError} if the time ran out and one last poll still found the run unfinished; with `noWait`, if the run
 *   is not finished.
 */
export async function waitUntilFinished(context: RunContext, handle: RunHandle, bell?: Bell): Promise<FinishedState> {
  const { deadline, pollIntervalMs } = context;
  const checks = new StatusChecks(context, handle);
  if (context.noWait) return finishedNow(context, checks);
  const waitedFrom = deadline.waitedMs;
  const expectedEnd = endExpectedBy(context, handle);
  if (bell) bell.awaited = handle;
  try {
    for (;;) {
      const state = await retry(() => checks.check(deadline.signal), retryPolicy(context, "poll"));
      if (state.status === "finished") {
        context.observations.ended();
        return state;
      }
      const waitedMs = deadline.waitedMs - waitedFrom;
      const usualMs = nextPollMs(waitedMs, pollIntervalMs, expectedEnd(waitedMs));
      if (bell) await bell.wait(pollIntervalMs ?? bell.intervalMs(usualMs), deadline.signal);
      else await sleep(usualMs, deadline.signal);
    }
  } catch (error) {
    if (!(error instanceof TimedOutError)) throw error;
    const last = await orAborted(checks.check(deadline.end), deadline.end).catch(() => undefined);
    if (last?.status !== "finished") throw checks.doubt(error);
    context.observations.ended();
    return last;
  } finally {
    if (bell) bell.awaited = undefined;
  }
}

/** Checks the status once. A check that fails is repeated as in a wait; if it still fails, that is the error. */
async function finishedNow(context: RunContext, checks: StatusChecks): Promise<FinishedState> {
  const { deadline } = context;
  const state = await retry(() => checks.check(deadline.end), retryPolicy(context, "poll", deadline.end)).catch(
    (error: unknown) =>
      Promise.reject(error instanceof TimedOutError ? (checks.failure ?? checks.doubt(error)) : error),
  );
  if (state.status === "finished") return state;
  const says = state.status === "unrecognised" ? JSON.stringify(state.says.slice(0, 60)) : state.status;
  throw new TimedOutError({
    message: `The run is not finished yet: its status is ${says}.`,
    next: "Check again later with the attach command.",
  });
}

/** Checks the status of a run, and remembers whether the last check failed. Each answer is an event. */
class StatusChecks {
  readonly #context: RunContext;
  readonly #handle: RunHandle;
  /** The error of the last check; undefined if it was answered. */
  failure: ProviderError | undefined;
  #isOpen = false;

  constructor(context: RunContext, handle: RunHandle) {
    this.#context = context;
    this.#handle = handle;
  }

  async check(signal: AbortSignal): Promise<RunState> {
    const { connection, deadline, listen, run, observations } = this.#context;
    const handle = this.#handle;
    this.#isOpen = true;
    try {
      const state = await heeded(this.#context, handle, connection.poll(handle, callContext(this.#context, signal)));
      this.failure = undefined;
      this.#isOpen = false;
      observations.answered();
      if (state.status !== "finished") observations.running();
      if (state.status === "unrecognised" && state.notPassed === true)
        observations.told(handle, badStatus(handle, state.says));
      listen({ type: "state", run, state, waitedMs: deadline.waitedMs });
      return state;
    } catch (error) {
      if (error instanceof ProviderError) {
        this.failure = error;
        this.#isOpen = false;
      }
      throw error;
    }
  }

  /** Returns the error of a run whose time is over. If the last check got no answer, it may have finished meanwhile. */
  doubt(timedOut: TimedOutError): TimedOutError {
    if (this.failure) return unseen(timedOut, this.failure);
    if (!this.#isOpen) return timedOut;
    const { timeoutMs } = timedOut;
    return new TimedOutError({
      message: `It is not known whether the run finished ${within(timedOut)}: the last status check got no answer.`,
      next: nextOf(timedOut),
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  }
}

/** The error of an unknown status that sounds like a failure. It is remembered: a later pass is not believed. */
function badStatus({ ref }: RunHandle, says: string): ProviderError {
  return new ProviderError({
    code: `${providerOf(ref)}-status`,
    message: `The service gave the run the status ${JSON.stringify(says.slice(0, 60))}.`,
    next: "Check the run's page at the service.",
    retry: "never",
    notPassed: true,
  });
}

/** The error of a finished state that counts tests that did not pass; undefined if it counts none. */
function countedFailures({ ref }: RunHandle, { progress }: FinishedState): ProviderError | undefined {
  const { failed = 0, errors = 0 } = progress;
  if (failed + errors === 0) return undefined;
  return new ProviderError({
    code: `${providerOf(ref)}-counts`,
    message: `When the run was finished, the service counted ${failed} failed and ${errors} broken tests.`,
    next: "Check the run's page at the service.",
    retry: "never",
    notPassed: true,
  });
}

function providerOf(ref: string): string {
  return ref.slice(0, ref.indexOf(":"));
}

/** The error if the last status check failed: it is then not known whether the run is still running. */
function unseen(timedOut: TimedOutError, error: ProviderError): TimedOutError {
  const next = nextOf(error);
  return new TimedOutError({
    message: `It is not known whether the run finished ${within(timedOut)}: the last status check failed. ${error.message}`,
    next: (names) => `${worded(next, names)} Then wait for the run with the attach command.`,
    cause: error,
  });
}

function within({ timeoutMs }: TimedOutError): string {
  return timeoutMs === undefined ? "in time" : `within ${timeoutMs / 1000} s`;
}

/** The error of a finished run whose time is over before its results are there. @param last what was wrong with them */
function withoutResults(timedOut: TimedOutError, last: ProviderError | undefined): TimedOutError {
  const { timeoutMs } = timedOut;
  const message = `The run has finished, but its results did not come ${within(timedOut)}.`;
  return new TimedOutError({
    message: last ? `${message} ${last.message}` : message,
    next: (names) =>
      last
        ? `${worded(nextOf(last), names)} Then collect them with the attach command.`
        : `Collect them with the attach command, or give ${names.option("timeout")} more time.`,
    ...(timeoutMs !== undefined && { timeoutMs }),
    cause: last,
  });
}

/**
 * Collects the results; requests them again while the service says that they are not there yet.
 *
 * @throws {ProviderError} if they cannot be had, or if all tests passed although an earlier answer said otherwise.
 * @throws {TimedOutError} if they did not come in time
 */
export async function collect(context: RunContext, handle: RunHandle, finished: FinishedState): Promise<RunResults> {
  const { connection, deadline } = context;
  let last: ProviderError | undefined;
  const policy = retryPolicy(context, "results", deadline.end);
  const results = await retry(
    () => heeded(context, handle, connection.results(handle, finished, callContext(context, deadline.end))),
    {
      ...policy,
      onRetry: (error, inMs, failures) => {
        last = error;
        policy.onRetry(error, inMs, failures);
      },
    },
  ).catch((error: unknown) =>
    Promise.reject(error instanceof TimedOutError ? withoutResults(error, last) : (error as Error)),
  );
  const before = context.observations.notPassed(handle) ?? countedFailures(handle, finished);
  if (before && hasAllPassed(results.testRun)) throw contradicted(handle, before);
  return results;
}

/** Awaits a call; if its answer is unusable, remembers whether it said that something did not pass. */
async function heeded<T>({ observations }: RunContext, handle: RunHandle, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    observations.told(handle, error);
    throw error;
  }
}

function hasAllPassed(testRun: TestRun): boolean {
  const { failed, errors } = count([testRun]);
  return failed + errors === 0 && mayStillPass(testRun);
}

function contradicted({ ref }: RunHandle, before: ProviderError): ProviderError {
  const { message, evidence, cause } = before;
  return new ProviderError({
    code: `${providerOf(ref)}-contradiction`,
    message: `The service says that all tests passed, but an earlier answer said that something did not pass: ${message}`,
    next: "Check the run's page at the service, and report the contradiction to its support.",
    retry: "never",
    cause,
    ...(evidence === undefined ? {} : { evidence }),
  });
}
