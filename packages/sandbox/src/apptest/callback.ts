import type { Testset } from "./testset.ts";

/** Real milliseconds between two checks of the sandbox's clock. */
const checkIntervalMs = 20;
/** Real milliseconds after which a call is aborted. */
const timeoutMs = 5_000;

/**
 * Calls the `callback` address (specs/apptest.openapi.yaml, runTestset) when a testset is complete. It is
 * documented when the service calls, but not how; here it is a POST with the testset's number, `{"tid": 251929}`. It is
 * called once, regardless of the answer.
 */
export function callWhenComplete(testset: Testset, address: string, closing: AbortSignal): void {
  const timer = setInterval(() => {
    if (closing.aborted) clearInterval(timer);
    else if (testset.isComplete()) {
      clearInterval(timer);
      const signal = AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]);
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ tid: testset.id });
      fetch(address, { method: "POST", headers, body, signal, redirect: "manual" })
        .then((answer) => answer.body?.cancel())
        .catch(() => undefined);
    }
  }, checkIntervalMs);
  timer.unref();
}
