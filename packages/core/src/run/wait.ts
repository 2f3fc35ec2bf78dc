import { type Bell, whileExpectedMs } from "./bell.ts";
import { mayStillPass } from "../results/conclusion.ts";
import { nextOf, ProviderError, TimedOutError } from "../errors.ts";
import { worded } from "../inputs/wording.ts";
import { orAborted, sleep } from "./deadline.ts";
import { jittered, retry, retryPolicy } from "./retry.ts";
import type { FinishedState, RunHandle, RunResults, RunState } from "../provider/provider.ts";
import { callContext, type RunContext } from "./run-context.ts";
import { count, type TestRun } from "../results/test-run.ts";

/**
 * Polls the run until it is finished. An undocumented status counts as not finished.
 *
 * @param bell rung when the service calls: the run is then polled immediately, and otherwise every 30 s
 * @throws {TimedOutError} if the time ran out and one last poll still found the run unfinished.
 */
export async function waitUntilFinished(context: RunContext, handle: RunHandle, bell?: Bell): Promise<FinishedState> {
  const { connection, deadline, listen, run, pollIntervalMs } = context;
  let failure: ProviderError | undefined;
  const check = async (signal: AbortSignal): Promise<RunState> => {
    const state = await heeded(context, handle, connection.poll(handle, callContext(context, signal))).catch(
      (error: unknown) => {
        if (error instanceof ProviderError) failure = error;
        throw error;
      },
    );
    failure = undefined;
    context.observations.answered();
    if (state.status === "unrecognised" && state.notPassed === true)
      context.observations.told(handle, badStatus(handle, state.says));
    listen({ type: "state", run, state, waitedMs: deadline.waitedMs });
    return state;
  };
  const waitedFrom = deadline.waitedMs;
  try {
    for (;;) {
      const state = await retry(() => check(deadline.signal), retryPolicy(context, "poll"));
      if (state.status === "finished") {
        context.observations.ended();
        return state;
      }
      if (bell) await bell.wait(pollIntervalMs ?? whileExpectedMs, deadline.signal);
      else await sleep(nextPollMs(deadline.waitedMs - waitedFrom, pollIntervalMs), deadline.signal);
    }
  } catch (error) {
    if (!(error instanceof TimedOutError)) throw error;
    const last = await orAborted(check(deadline.end), deadline.end).catch(() => undefined);
    if (last?.status !== "finished") throw failure ? unseen(error, failure) : error;
    context.observations.ended();
    return last;
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
function unseen({ timeoutMs }: TimedOutError, error: ProviderError): TimedOutError {
  const next = nextOf(error);
  const within = timeoutMs === undefined ? "in time" : `within ${timeoutMs / 1000} s`;
  return new TimedOutError({
    message: `It is not known whether the run finished ${within}: the last status check failed. ${error.message}`,
    next: (names) => `${worded(next, names)} Then wait for the run with the attach command.`,
  });
}

/**
 * Collects the results; requests them again while the service says that they are not there yet.
 *
 * @throws {ProviderError} if they cannot be had, or if all tests passed although an earlier answer said otherwise.
 */
export async function collect(context: RunContext, handle: RunHandle, finished: FinishedState): Promise<RunResults> {
  const { connection, deadline } = context;
  const results = await retry(
    () => heeded(context, handle, connection.results(handle, finished, callContext(context, deadline.end))),
    retryPolicy(context, "results", deadline.end),
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

/** Seconds of delay that one more request is worth, when choosing how often to poll. */
const secondsPerRequest = 0.1;
const shortestMs = 1_000;
const longestMs = 30_000;

/**
 * Returns the milliseconds to wait before the next poll of a run that has been waited for `waitedMs` so far.
 *
 * With no knowledge of how long the run takes, the best interval grows with the square root of the time waited:
 * quick runs are noticed quickly, long ones cost few requests. Growing exponentially is for errors, not for waiting.
 *
 * @example nextPollMs(60_000) // about 3,500
 */
export function nextPollMs(waitedMs: number, fixedMs?: number): number {
  if (fixedMs !== undefined) return fixedMs;
  const best = Math.sqrt((2 * secondsPerRequest * waitedMs) / 1000) * 1000;
  return jittered(Math.min(Math.max(best, shortestMs), longestMs));
}
