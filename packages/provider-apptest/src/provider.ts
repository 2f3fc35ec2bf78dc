import { createApptestClient, type TestsetStatus } from "@remotest/apptest-client";
import {
  defineProvider,
  type FinishedState,
  type Progress,
  type Provider,
  referenceFormat,
  type RunHandle,
  type RunState,
} from "@remotest/core";
import { saysBadEnd } from "@remotest/http";
import { check } from "./check.ts";
import { checkAccount } from "./check-account.ts";
import { failureOf } from "./failure.ts";
import { type ApptestConnect, type ApptestStart, connectInputs, startInputs } from "./inputs.ts";
import { assertSameTestset, incomplete } from "./same-testset.ts";
import { testsetRequest } from "./testset.ts";

/** specs/apptest.openapi.yaml, getTestset: a positive number of any length; kept as text, so that it is not rounded. */
const references = referenceFormat("apptest", ["testsetId"], (text) => /^[1-9]\d{0,29}$/.test(text));

/** apptest.ai: mobile app tests on real devices, over its REST API v2. */
export const apptest: Provider = defineProvider<ApptestConnect, ApptestStart>({
  name: "apptest",
  title: "apptest.ai",
  connectInputs,
  startInputs,
  callbackInput: "callback",
  // specs/apptest.openapi.yaml, runTestset, `callback`: nothing is said of a signature.
  signedCalls: "unsupported",
  check,
  parseReference: references.parse,

  connect({ baseUrl, userId, accessKey }, { fetch, agentFor, maxResponseBytes }) {
    const agent = agentFor(new URL(baseUrl));
    const client = createApptestClient({ baseUrl, userId, accessKey, fetch, agent, maxResponseBytes });
    let isPreloading = false;
    const preload = (): void => {
      if (isPreloading) return;
      isPreloading = true;
      // If it fails, it is tried again when the results are read.
      loadMapping().catch(() => undefined);
    };
    const poll = async (run: RunHandle, signal: AbortSignal): Promise<RunState> => {
      const testset = await client
        .getTestset(references.idsOf(run).testsetId, { signal })
        .catch((error: unknown) => Promise.reject(failureOf(error, "poll")));
      preload();
      return stateOf(testset);
    };
    /** By reference, the last status check that called a testset complete, to compare with the next one. */
    const complete = new Map<string, FinishedState>();
    return {
      async start(options, name, { signal, onUpload }) {
        const request = { appFile: options.appFile, data: testsetRequest(options, name) };
        const started = await client
          .runTestset(request, { signal, onProgress: onUpload })
          .catch((error: unknown) => Promise.reject(failureOf(error, "start")));
        return { ref: references.write({ testsetId: String(started.testsetId) }), name: request.data.testset_name };
      },
      poll: (run, { signal }) => poll(run, signal),
      async results(run, finished, { signal }) {
        const result = await client
          .getTestsetResult(references.idsOf(run).testsetId, { signal })
          .catch((error: unknown) => Promise.reject(failureOf(error, "results")));
        if (!result.complete) throw incomplete("complete and its results incomplete");
        const before = complete.get(run.ref) ?? finished;
        const last = isSettled(before) ? before : await poll(run, signal);
        assertSameTestset(before, last);
        complete.set(run.ref, last);
        return (await loadMapping()).mapResults(result, last.progress, signal);
      },
      rerun: "unsupported",
      cancel: "unsupported",
      find: "unsupported",
      checkAccount: ({ signal }) => checkAccount(client, signal),
    };
  },
});

/**
 * Loads what reads results, with its XML parser, which the first request does not need. It is called at the first answer:
 * an hour later, an update may have replaced the files of the command.
 */
function loadMapping() {
  return import("./map-results.ts");
}

/** Returns true if no test is counted as unfinished. Otherwise the counts lag behind and may have changed since. */
function isSettled({ progress: { running = 0, waiting = 0 } }: FinishedState): boolean {
  return running + waiting === 0;
}

/** Converts a status, not its counts: the page's own example is `Complete` with a running test. */
function stateOf({ testset_status, testset_status_detail: counts }: TestsetStatus): RunState {
  const progress: Progress = {
    total: counts.total_test_cnt,
    passed: counts.pass_cnt,
    failed: counts.fail_cnt,
    errors: counts.error_cnt,
    skipped: counts.stop_cnt,
    running: counts.running_cnt,
    waiting: counts.initializing_cnt,
  };
  const status = testset_status.trim().toLowerCase();
  if (status === "complete") return { status: "finished", progress };
  if (status !== "running") {
    const bad = saysBadEnd(testset_status) && { notPassed: true };
    return { status: "unrecognised", says: testset_status, progress, ...bad };
  }
  const begun = counts.total_test_cnt > counts.initializing_cnt;
  return { status: begun ? "running" : "queued", progress };
}
