// A complete provider for the small service in service.js. docs/adding-a-provider.md of Remotest walks through it.
import { CallFailed, createClient } from "./client.js";

/** @type {import("@remotest/core").Provider} */
export default {
  name: "checks",
  title: "Checks",

  // Options, environment variables and help follow from these two tables.
  connectInputs: {
    baseUrl: { type: "url", required: true, doc: "The address of the service." },
    token: { type: "text", secret: true, required: true, doc: "The token for the API." },
  },
  startInputs: {
    suite: { type: "text", required: true, doc: "The suite to run: pass, fail or slow." },
    callback: { type: "url", doc: "An address that the service calls when the run is over." },
  },
  callbackInput: "callback", // --callback-listen fills it in.
  signedCalls: "unsupported", // The service calls the address of each run, and signs nothing.

  async check() {
    return []; // The tables say everything.
  },

  parseReference: (rest) => (/^\d{1,9}$/.test(rest) ? { ref: `checks:${rest}` } : undefined),

  connect({ baseUrl, token }, { fetch }) {
    const client = createClient({ baseUrl, token, fetch });
    const idOf = ({ ref }) => ref.slice("checks:".length);
    return {
      async start({ suite, callback }, name, { signal }) {
        const id = await client.start({ suite, name, callback }, signal).catch(startFailed(suite));
        return { ref: `checks:${id}`, name };
      },

      async poll(run, { signal }) {
        const { state, tests } = await client.get(idOf(run), signal).catch(callFailed(run));
        const progress = { total: tests.length, waiting: tests.filter(({ result }) => result === "waiting").length };
        if (state === "running" || state === "finished") return { status: state, progress };
        if (state === "cancelled") return { status: "finished", progress };
        return { status: "unrecognised", says: state, progress };
      },

      async results(run, _finished, { signal }) {
        const answer = await client.get(idOf(run), signal).catch(callFailed(run));
        if (answer.state === "running") throw fault("checks-not-finished", "The run is still running", "later");
        return {
          testRun: mapResults(answer),
          files: [{ name: "run.json", title: "The answer as it came", content: JSON.stringify(answer) }],
        };
      },

      rerun: "unsupported",

      async cancel(run, { signal }) {
        const { state } = await client.get(idOf(run), signal).catch(callFailed(run));
        if (state !== "running") return "finished";
        const after = await client.cancel(idOf(run), signal).catch(callFailed(run));
        return after.state === "finished" ? "finished" : "cancelled";
      },

      find: "unsupported", // The service has no list of its runs.

      async checkAccount({ signal }) {
        try {
          await client.get(0, signal);
        } catch (error) {
          if (!(error instanceof CallFailed) || error.status === undefined)
            throw fault("checks-unreachable", error.message, "later", error);
          if (error.status === 404) return { account: "accepted" }; // No run has this number.
          if (error.status === 401) throw fault("checks-account", "The service refused CHECKS_TOKEN", "never");
          return { account: "unclear", says: error.message };
        }
        return { account: "unclear", says: "The service has a run that cannot exist" };
      },
    };
  },
};

/** Only a certain pass is a pass: an unknown result is an error, with the service's word for it. */
function mapResults({ state, tests }) {
  const cases = tests.map(({ name, result, message, ms }) => ({
    name,
    durationMs: ms,
    links: [],
    earlierAttempts: [],
    ...(result === "passed"
      ? { outcome: "passed" }
      : result === "failed"
        ? { outcome: "failed", message: message ?? "The service gives no reason." }
        : { outcome: "error", message: `The service gives the result ${JSON.stringify(result)}.` }),
  }));
  const conclusion =
    state === "finished" ? { kind: "unstated" } : { kind: "cut-short", message: `The run was ${state}.` };
  return { suites: [{ name: "Checks", cases }], conclusion, warnings: [] };
}

/** Returns the error of a failed start: it is sent again only on proof that nothing was started. */
function startFailed(suite) {
  return (error) => {
    if (!(error instanceof CallFailed)) throw error;
    if (error.certainlyNotSent) throw fault("checks-unreachable", error.message, "later", error);
    if (error.status >= 400 && error.status < 500)
      throw fault("checks-refused", `The service refused the suite ${suite} (${error.status})`, "never");
    throw unknownStart(error);
  };
}

/** Returns the error of a failed call that changes nothing. */
function callFailed({ ref }) {
  return (error) => {
    if (!(error instanceof CallFailed)) throw error;
    if (error.status === 404) throw fault("checks-unknown-run", `The service does not know ${ref}`, "never");
    const code = error.status === undefined ? "checks-unreachable" : "checks-bad-answer";
    throw fault(code, error.message, "later", error);
  };
}

/** The service refused, is down, or cannot be trusted. @param retry "later" only where asking again is safe. */
function fault(code, message, retry, cause) {
  const next = retry === "later" ? "Check whether the service is up." : "Fix --suite, --base-url or CHECKS_TOKEN.";
  return Object.assign(new Error(message, { cause }), { name: "ProviderError", code, next, retry });
}

/** The request may have arrived, so it must not be sent again. */
function unknownStart(cause) {
  return Object.assign(new Error("The run may or may not have been started: there is no answer to tell.", { cause }), {
    name: "UnknownStartError",
    code: "unknown-start",
    next: "Check at the service to see whether the run is there before you start it again.",
  });
}
