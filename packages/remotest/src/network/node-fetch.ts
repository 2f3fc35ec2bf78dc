import * as http from "node:http";
import type { Transport } from "@remotest/core";
import { watchConnection, withFate } from "@remotest/http";
import { NodeAnswer } from "./node-answer.ts";

/**
 * A `fetch` over `node:http(s)` through a given agent. The built-in `fetch` takes no proxy and no authorities on
 * every Node that we run on, and takes longer to load; here nothing touches it unless it is needed. Follows no
 * redirect; the body is streamed and decoded.
 *
 * @param agentFor the agent that keeps connections
 * @param freshAgentFor the agent for a request with `connection: close`, which may not be repeated: a kept connection
 *   may be one that the service is just giving up
 */
export function nodeFetch(
  { agentFor, freshAgentFor }: { readonly agentFor: AgentFor; readonly freshAgentFor: AgentFor },
  maxBytes: number,
): Transport["fetch"] {
  return async (input, init = {}) => {
    const asked = typeof input === "string" ? undefined : input;
    const url = new URL(typeof input === "string" ? input : input.url);
    const body = await bodyOf(asked, init);
    const signal = init.signal ?? asked?.signal;
    const headers = plainHeaders(init.headers ?? asked?.headers);
    const answer = await send(url, body, {
      method: init.method ?? asked?.method ?? "GET",
      headers: {
        ...headers,
        "accept-encoding": "gzip, deflate, br",
        ...(body ? { "content-length": String(body.byteLength) } : {}),
      },
      agent: headers["connection"] === "close" ? freshAgentFor(url) : agentFor(url),
      ...(signal ? { signal } : {}),
    });
    return new NodeAnswer(answer, maxBytes);
  };
}

type AgentFor = Transport["agentFor"];

function plainHeaders(headers: RequestInit["headers"]): Record<string, string> {
  const entries = headers && Symbol.iterator in headers ? [...headers] : Object.entries(headers ?? {});
  const plain = new Map<string, string>();
  for (const [name = "", value] of entries) {
    const key = name.toLowerCase();
    plain.set(key, plain.has(key) ? `${plain.get(key)}, ${value}` : String(value));
  }
  return Object.fromEntries(plain);
}

async function bodyOf(asked: Request | undefined, { body }: RequestInit): Promise<Buffer | undefined> {
  if (typeof body === "string") return Buffer.from(body, "utf8");
  if (body) return Buffer.from(await new Response(body).arrayBuffer());
  return asked?.body ? Buffer.from(await asked.arrayBuffer()) : undefined;
}

function send(url: URL, body: Buffer | undefined, options: http.RequestOptions): Promise<http.IncomingMessage> {
  const { request } = url.protocol === "http:" ? http : process.getBuiltinModule("node:https");
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    const connection = watchConnection(sent);
    sent.on("error", (error) => reject(withFate(error, connection)));
    sent.end(body);
  });
}
