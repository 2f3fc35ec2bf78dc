import type { Testset } from "./testset.ts";

/** Real milliseconds between two looks at the sandbox's clock. */
const lookMs = 20;
/** Real milliseconds for whoever is called to answer. */
const longestMs = 5_000;

/**
 * Calls the address of the apptest.ai REST API v2 page, section 1, `callback`, once a testset is complete. The page says
 * when it is called and not how; here it is a POST of the testset's number, `{"tid": 251929}`. Called once, whatever the
 * answer.
 */
export function callWhenComplete(testset: Testset, address: string, closing: AbortSignal): void {
  const looking = setInterval(() => {
    if (closing.aborted) clearInterval(looking);
    else if (testset.isComplete()) {
      clearInterval(looking);
      const signal = AbortSignal.any([closing, AbortSignal.timeout(longestMs)]);
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ tid: testset.id });
      fetch(address, { method: "POST", headers, body, signal, redirect: "manual" })
        .then((answer) => answer.body?.cancel())
        .catch(() => undefined);
    }
  }, lookMs);
  looking.unref();
}
