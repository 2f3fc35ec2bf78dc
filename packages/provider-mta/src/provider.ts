import {
  type CancelAnswer,
  defineProvider,
  type Provider,
  ProviderError,
  type RunHandle,
  type RunResults,
  type RunState,
} from "@remotest/core";
import { saysBadEnd } from "@remotest/http";
import {
  createMtaClient,
  type MtaClient,
  MtaHttpError,
  type PartRun,
  type TestRun,
  type ValueInAnswer,
} from "@remotest/mta-client";
import { check } from "./check.ts";
import { executionOf } from "./execution.ts";
import { failureOf } from "./failure.ts";
import { fetchResults } from "./fetch-results.ts";
import { connectInputs, type MtaConnect, type MtaStart, startInputs } from "./inputs.ts";
import { mapResults, unusable } from "./map-results.ts";
import { parse, runOf, write } from "./references.ts";
import { meaningOf, tellsFailure } from "./result-words.ts";
import { signedCalls } from "./signed-calls.ts";

/** Menditect MTA: tests of Mendix apps, over its Public API. */
export const mta: Provider = defineProvider<MtaConnect, MtaStart>({
  name: "mta",
  title: "Menditect MTA",
  connectInputs,
  startInputs,
  signedCalls,
  // specs/mta.openapi.yaml, the three executions: a run takes no name.
  namesRuns: false,
  check,
  parseReference: parse,

  connect({ baseUrl, username, password }, { fetch, maxResponseBytes }) {
    const client = createMtaClient({ baseUrl, username, password, fetch, maxResponseBytes });
    /** By reference, what the last status check said. */
    const told = new Map<string, string | undefined>();
    const fetchRun = async (run: RunHandle, signal: AbortSignal): Promise<ValueInAnswer<TestRun>> =>
      client.getTestRun(runOf(run).executionId, { signal });
    return {
      async start(options, name, { signal }) {
        const { execution, rerunnable } = executionOf(options);
        const executionId = await client.execute(execution, { signal }).catch(as("start"));
        return { ref: write({ executionId, rerunnable }), name };
      },
      async poll(run, { signal }) {
        const { value } = await fetchRun(run, signal).catch(as("poll"));
        told.set(run.ref, value.result);
        return stateOf(value);
      },
      async results(run, _finished, { signal }) {
        // Without a status check before, a run that is not finished must not cost a request for each suite.
        const before = told.has(run.ref)
          ? told.get(run.ref)
          : (await fetchRun(run, signal).catch(as("results"))).value.result;
        return resultsOf(client, { run, before, signal });
      },
      async rerun(run, { signal }) {
        const { rerunnable } = runOf(run);
        if (!rerunnable) throw notRerunnable(run);
        const executionId = await client.execute({ ...rerunnable, scope: "FailedOnly" }, { signal }).catch(as("start"));
        return { ref: write({ executionId, rerunnable }) };
      },
      cancel: (run, { signal }) => cancel(client, run, signal),
      // specs/mta.openapi.yaml: no call lists runs, and a run carries nothing that its start sent.
      find: "unsupported",
      async checkAccount({ signal }) {
        await client.checkAccount({ signal }).catch(as("poll"));
        return { account: "accepted" };
      },
    };
  },
});

/** Turns the failure of a call into its meaning for the flow. */
function as(call: "start" | "poll" | "results"): (error: unknown) => Promise<never> {
  return (error) => Promise.reject(failureOf(error, call));
}

function stateOf({ result }: TestRun): RunState {
  const progress = {};
  switch (meaningOf(result)) {
    // Not documented: what is answered before the run begins. It waits silently, if others are under way.
    case "absent":
      return { status: "queued", progress };
    case "running":
      return { status: "running", progress };
    case "unrecognised":
      return {
        status: "unrecognised",
        says: result ?? "",
        progress,
        ...(saysBadEnd(result ?? "") && { notPassed: true }),
      };
    case "passed":
    case "failed":
    case "error":
    case "stopped":
      return { status: "finished", progress };
  }
}

/** The run whose results are fetched. */
interface ResultsRequest {
  readonly run: RunHandle;
  /** The result that a status check gave before. */
  readonly before: string | undefined;
  readonly signal: AbortSignal;
}

async function resultsOf(client: MtaClient, { run, before, signal }: ResultsRequest): Promise<RunResults> {
  assertFinished(before);
  const { executionId } = runOf(run);
  const cases = knownCases(client, run.ref);
  const fetched = await fetchResults(client, executionId, cases, signal).catch(as("results"));
  // After the lists, so that a run that continued meanwhile is noticed.
  const { value, text } = await client.getTestRun(executionId, { signal }).catch(as("results"));
  if (!isFinished(value.result)) cases.clear();
  assertFinished(value.result);
  const content = `{\n"testrun": ${text},\n${fetched.document}\n}\n`;
  const files = [{ name: "results.json", title: "MTA's answers, unchanged", content }];
  try {
    if (meaningOf(before) !== meaningOf(value.result))
      throw unusable(`it gave the run the result ${before}, and then ${value.result}`);
    return { testRun: mapResults(value, fetched.results), files };
  } catch (error) {
    // The next try must not be answered from what was wrong in this one.
    cases.clear();
    if (!(error instanceof ProviderError)) throw error;
    const all = [value, ...fetched.results.flatMap(({ suite, cases: each }) => [suite, ...each])];
    throw error.with({ evidence: files, notPassed: all.some(({ result }) => tellsFailure(result)) || undefined });
  }
}

/** @throws {ProviderError} if a result is not one of a finished run: the results may be there later. */
function assertFinished(result: string | undefined): void {
  if (isFinished(result)) return;
  throw new ProviderError({
    code: "mta-not-finished",
    message: `MTA gives the run the result ${JSON.stringify(result ?? "")}, so it is not finished`,
    next: "The results are not available yet: attach again later.",
    retry: "later",
  });
}

function isFinished(result: string | undefined): boolean {
  return ["passed", "failed", "error", "stopped"].includes(meaningOf(result));
}

/** By connection and reference, the case runs that were fetched so far. */
const fetchedCases = new WeakMap<MtaClient, Map<string, Map<string, ValueInAnswer<readonly PartRun[]>>>>();

function knownCases(client: MtaClient, ref: string): Map<string, ValueInAnswer<readonly PartRun[]>> {
  const byRef = fetchedCases.get(client) ?? new Map<string, Map<string, ValueInAnswer<readonly PartRun[]>>>();
  fetchedCases.set(client, byRef);
  const known = byRef.get(ref) ?? new Map<string, ValueInAnswer<readonly PartRun[]>>();
  byRef.set(ref, known);
  return known;
}

/**
 * Asks MTA to stop a run, which is possible only while it is running (specs/mta.openapi.yaml, cancelTestRun). What MTA
 * answers otherwise is not documented, so the run is asked for its state.
 */
async function cancel(client: MtaClient, run: RunHandle, signal: AbortSignal): Promise<CancelAnswer> {
  const { executionId } = runOf(run);
  const isOver = async (): Promise<boolean> => {
    const { value } = await client.getTestRun(executionId, { signal }).catch(as("poll"));
    return isFinished(value.result);
  };
  if (await isOver()) return "finished";
  try {
    await client.cancel(executionId, { signal });
    return "cancelled";
  } catch (error) {
    const isRefused = error instanceof MtaHttpError && error.httpStatus >= 400 && error.httpStatus < 500;
    if (!isRefused || [401, 403, 429].includes(error.httpStatus)) throw failureOf(error, "poll");
    if (await isOver()) return "finished";
    throw new ProviderError({
      code: "mta-not-cancelled",
      message: `MTA did not cancel the run: ${error.message}. It cancels a run only while it is running`,
      next: "Cancel it again when it is running, or stop it in MTA.",
      retry: "later",
      cause: error,
    });
  }
}

function notRerunnable({ ref }: RunHandle): ProviderError {
  return new ProviderError({
    code: "mta-rerun-unsupported",
    message: `MTA reruns what did not pass only for test configurations, and ${ref} does not say which one it is a run of`,
    next: "Start the test suite or the test case again, or use the whole reference that the start printed.",
    retry: "never",
  });
}
