// A complete provider for the small service in service.js. docs/adding-a-provider.md walks through it.

/** @type {import("@remotest/core").Provider} */
export default {
  name: "checks",
  title: "Checks",

  // Options, environment variables, help and checks follow from these two tables.
  connectInputs: {
    baseUrl: { type: "url", required: true, doc: "The address of the service." },
    token: { type: "text", secret: true, required: true, doc: "The token for the API." },
  },
  startInputs: {
    suite: { type: "text", required: true, doc: "The suite to run: pass, fail or slow." },
    callback: { type: "url", doc: "An address that the service calls when the run is over." },
  },
  callbackInput: "callback", // --callback-listen fills it in.

  async check() {
    return []; // The tables check everything.
  },

  parseReference: (rest) => (/^\d{1,9}$/.test(rest) ? { ref: `checks:${rest}` } : undefined),

  connect({ baseUrl, token }, transport) {
    const send = (path, init) =>
      transport.fetch(new URL(path, baseUrl).href, { ...init, headers: { authorization: `Bearer ${token}` } });

    const runOf = async ({ ref }, signal, method = "GET") => {
      const response = await send(`/runs/${ref.slice("checks:".length)}`, { method, signal }).catch((cause) => {
        throw signal.aborted
          ? signal.reason
          : fault("checks-unreachable", "The service cannot be reached", "later", cause);
      });
      if (response.status === 404) throw fault("checks-unknown-run", `The service does not know ${ref}`, "never");
      const run = await response.json().catch(() => undefined);
      if (response.ok && typeof run?.state === "string" && Array.isArray(run.tests)) return run;
      throw fault("checks-bad-answer", `The service answered with status ${response.status} and no run`, "later");
    };

    return {
      async start({ suite, callback }, name, { signal }) {
        signal.throwIfAborted();
        const body = JSON.stringify({ suite, name, callback });
        const response = await send("/runs", { method: "POST", body, signal }).catch((cause) => {
          if (isRefusedConnection(cause))
            throw fault("checks-unreachable", "The connection was refused", "later", cause);
          throw signal.aborted ? signal.reason : unknownStart(cause);
        });
        if (response.status >= 400 && response.status < 500)
          throw fault("checks-refused", `The service refused the suite ${suite} (${response.status})`, "never");
        const { id } = (await response.json().catch(() => undefined)) ?? {};
        if (response.status !== 201 || !Number.isInteger(id)) throw unknownStart();
        return { ref: `checks:${id}`, name };
      },

      async poll(run, { signal }) {
        const { state, tests } = await runOf(run, signal);
        const progress = { total: tests.length, waiting: tests.filter(({ result }) => result === "waiting").length };
        if (state === "running" || state === "finished") return { status: state, progress };
        if (state === "cancelled") return { status: "finished", progress };
        return { status: "unrecognised", says: state, progress };
      },

      async results(run, _finished, { signal }) {
        const answer = await runOf(run, signal);
        if (answer.state === "running") throw fault("checks-not-finished", "The run is still running", "later");
        return {
          testRun: mapResults(answer),
          files: [{ name: "run.json", title: "The answer as it came", content: JSON.stringify(answer) }],
        };
      },

      rerun: "unsupported",
      async cancel(run, { signal }) {
        if ((await runOf(run, signal)).state !== "running") return "finished";
        return (await runOf(run, signal, "DELETE")).state === "finished" ? "finished" : "cancelled";
      },

      find: "unsupported", // The service has no list of its runs.

      async checkAccount({ signal }) {
        const response = await send("/runs/0", { signal }).catch((cause) => {
          throw signal.aborted
            ? signal.reason
            : fault("checks-unreachable", "The service cannot be reached", "later", cause);
        });
        if (response.status === 404) return { account: "accepted" }; // No run has this number.
        if (response.status === 401) throw fault("checks-account", "The service refused CHECKS_TOKEN", "never");
        return { account: "unclear", says: `The service answered with status ${response.status}` };
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

/** The only proof, here, that not a byte arrived. The code is on the error or on its cause, depending on the fetch. */
function isRefusedConnection(error) {
  return error?.code === "ECONNREFUSED" || error?.cause?.code === "ECONNREFUSED";
}
