import * as http from "node:http";
import * as https from "node:https";
import { pipeline, Readable, type Transform } from "node:stream";
import * as zlib from "node:zlib";
import type { Transport } from "@remotest/core";

/**
 * A `fetch` over `node:http(s)` through a given agent. The built-in `fetch` takes no proxy and no authorities on
 * every Node that we run on, and takes longer to load. Follows no redirect; the body is streamed and decoded.
 */
export function nodeFetch(agentFor: Transport["agentFor"]): Transport["fetch"] {
  return async (input, init = {}) => {
    const asked = typeof input === "string" ? undefined : input;
    const url = new URL(typeof input === "string" ? input : input.url);
    const headers = new Headers(init.headers ?? asked?.headers);
    const body = await bodyOf(asked, init);
    headers.set("accept-encoding", "gzip, deflate, br");
    if (body) headers.set("content-length", String(body.byteLength));
    const signal = init.signal ?? asked?.signal;
    const answer = await send(url, body, {
      method: init.method ?? asked?.method ?? "GET",
      headers: Object.fromEntries(headers),
      agent: agentFor(url),
      ...(signal ? { signal } : {}),
    });
    return asResponse(answer);
  };
}

async function bodyOf(asked: Request | undefined, init: RequestInit): Promise<Buffer | undefined> {
  if (typeof init.body === "string") return Buffer.from(init.body, "utf8");
  if (init.body) return Buffer.from(await new Response(init.body).arrayBuffer());
  return asked?.body ? Buffer.from(await asked.arrayBuffer()) : undefined;
}

function send(url: URL, body: Buffer | undefined, options: http.RequestOptions): Promise<http.IncomingMessage> {
  const { request } = url.protocol === "http:" ? http : https;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, resolve);
    sent.on("error", reject);
    sent.end(body);
  });
}

function asResponse(answer: http.IncomingMessage): Response {
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2)
    headers.append(answer.rawHeaders[index] ?? "", answer.rawHeaders[index + 1] ?? "");
  const empty = status === 204 || status === 205 || status === 304;
  if (empty) answer.resume();
  return new Response(empty ? null : (Readable.toWeb(decoded(answer)) as ReadableStream), {
    status,
    statusText: answer.statusMessage ?? "",
    headers,
  });
}

/** A body that ends before it is whole is an error of the stream, never a short text. */
function decoded(answer: http.IncomingMessage): Readable {
  const decoder = decoderFor(answer.headers["content-encoding"]?.toLowerCase());
  if (!decoder) return answer;
  // The error reaches whoever reads the decoder.
  return pipeline(answer, decoder, () => undefined);
}

function decoderFor(encoding: string | undefined): Transform | undefined {
  if (encoding === "gzip" || encoding === "x-gzip") return zlib.createGunzip();
  if (encoding === "deflate") return zlib.createInflate();
  return encoding === "br" ? zlib.createBrotliDecompress() : undefined;
}
