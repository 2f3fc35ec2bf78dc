import * as http from "node:http";
import type { Transport } from "@remotest/core";
import { watchConnection, withFate } from "@remotest/http";
import { NodeAnswer } from "./node-answer.ts";

/**
 * A `fetch` over `node:http(s)` through a given agent. The built-in `fetch` does not accept a proxy and certificate
 * authorities on every version of Node that we support, and is slower to load; it is loaded only if it is needed. Does
 * not follow redirects; streams and decodes the body.
 *
 * @param agentFor the agent that keeps connections
 * @param freshAgentFor the agent for a request with `connection: close`, which must not be repeated: the service may be
 *   closing a kept connection at this moment
 */
export function nodeFetch(
  { agentFor, freshAgentFor }: { readonly agentFor: AgentFor; readonly freshAgentFor: AgentFor },
  maxBytes: number,
): Transport["fetch"] {
  return async (input, init = {}) => {
    const original = typeof input === "string" ? undefined : input;
    const url = new URL(typeof input === "string" ? input : input.url);
    const body = await bodyOf(original, init);
    const signal = init.signal ?? original?.signal;
    const headers = plainHeaders(init.headers ?? original?.headers);
    const options = {
      method: init.method ?? original?.method ?? "GET",
      headers: {
        ...headers,
        "accept-encoding": "gzip, deflate, br",
        ...(body ? { "content-length": String(body.byteLength) } : {}),
      },
      agent: headers["connection"] === "close" ? freshAgentFor(url) : agentFor(url),
    };
    const answer = await send(url, body, options, signal);
    return new NodeAnswer(answer, maxBytes);
  };
}

type AgentFor = Transport["agentFor"];

function plainHeaders(headers: RequestInit["headers"]): Record<string, string> {
  const plain = Object.create(null) as Record<string, string>;
  const entries = headers && Symbol.iterator in headers ? headers : Object.entries(headers ?? {});
  for (const [name = "", value] of entries) {
    const key = name.toLowerCase();
    plain[key] = key in plain ? `${plain[key]}, ${value}` : String(value);
  }
  return plain;
}

async function bodyOf(original: Request | undefined, { body }: RequestInit): Promise<Buffer | undefined> {
  if (typeof body === "string") return Buffer.from(body, "utf8");
  if (body) return Buffer.from(await new Response(body).arrayBuffer());
  return original?.body ? Buffer.from(await original.arrayBuffer()) : undefined;
}

function send(
  url: URL,
  body: Buffer | undefined,
  options: http.RequestOptions,
  signal: AbortSignal | null | undefined,
): Promise<http.IncomingMessage> {
  const { request } = url.protocol === "http:" ? http : process.getBuiltinModule("node:https");
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    const connection = watchConnection(sent);
    sent.on("error", (error) => reject(withFate(error, connection)));
    if (signal) abortWith(signal, sent);
    sent.end(body);
  });
}

/**
 * Destroys the request, and its answer, on abort. Its option `signal` does the same, but also watches for each way in
 * which a stream can end, which is most of what it costs.
 */
function abortWith(signal: AbortSignal, sent: http.ClientRequest): void {
  const abort = (): void => {
    const error = new Error("The operation was aborted", { cause: signal.reason });
    sent.destroy(Object.assign(error, { name: "AbortError", code: "ABORT_ERR" }));
  };
  if (signal.aborted) return abort();
  signal.addEventListener("abort", abort, { once: true });
  sent.once("close", () => signal.removeEventListener("abort", abort));
}
