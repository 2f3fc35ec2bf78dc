// Sends the requests of checks.openapi.yaml and reads the answers. It knows nothing of Remotest.

/** @typedef {import("./generated/client.d.ts").components["schemas"]} Schemas */

/** No answer, or one that cannot be used. `status` is undefined if there was none. */
export class CallFailed extends Error {
  constructor(message, { status, cause } = {}) {
    super(message, { cause });
    this.name = "CallFailed";
    this.status = status;
    /** The only proof, here, that not a byte arrived. The code is on the error or on its cause, depending on the fetch. */
    this.certainlyNotSent = cause?.code === "ECONNREFUSED" || cause?.cause?.code === "ECONNREFUSED";
  }
}

/**
 * Makes a client. Each call sends one request, and rejects with the signal's reason or with a `CallFailed`.
 * @param {{ baseUrl: string, token: string, fetch: import("@remotest/core").Transport["fetch"] }} options
 */
export function createClient({ baseUrl, token, fetch }) {
  const send = async (path, { signal, ...init }) => {
    signal.throwIfAborted();
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(new URL(path, baseUrl).href, { ...init, signal, headers }).catch((cause) => {
      throw signal.aborted ? signal.reason : new CallFailed("The service cannot be reached", { cause });
    });
    const body = await answer.json().catch(() => undefined);
    signal.throwIfAborted();
    return { status: answer.status, body };
  };
  /** @returns {Promise<Schemas["Run"]>} */
  const run = async (method, id, signal) => {
    const { status, body } = await send(`/runs/${id}`, { method, signal });
    if (status === 200 && typeof body?.state === "string" && Array.isArray(body.tests)) return body;
    throw new CallFailed(`The service answered with status ${status} and no run`, { status });
  };
  return {
    /** @param {Schemas["RunOrder"]} order @returns {Promise<number>} the number of the run */
    async start(order, signal) {
      const { status, body } = await send("/runs", { method: "POST", body: JSON.stringify(order), signal });
      if (status === 201 && Number.isInteger(body?.id)) return body.id;
      throw new CallFailed(`The service answered with status ${status} and no number of a run`, { status });
    },
    get: (id, signal) => run("GET", id, signal),
    cancel: (id, signal) => run("DELETE", id, signal),
  };
}
