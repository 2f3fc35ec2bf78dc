// What each fault does to an answer.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { known } from "./account.ts";
import type { Real } from "./exchange.ts";
import type { ExchangeFault, TlsFault } from "./fault.ts";
import type { Service } from "../stage/workspace.ts";

/** Where the answer goes, and where else a client could be sent. */
export interface Place {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly service: Service;
  readonly elsewhere: string;
}

type Distortion = (place: Place, real: Real) => void;

/** Faults whose request never gets to the service. */
export const withoutService: Readonly<Partial<Record<ExchangeFault | TlsFault, (place: Place) => void>>> = {
  "reset-before": reset,
  "html-200": (place) => page(place, 200),
  "html-503": (place) => page(place, 503),
  "429-bare": (place) => page(place, 429),
  "429-seconds": (place) => page(place, 429, { "retry-after": "1" }),
  "429-date": (place) => page(place, 429, { "retry-after": new Date(Date.now() + 1_500).toUTCString() }),
  redirect: (place) => page(place, 307, { location: `${place.elsewhere}${place.request.url}?key=${told(place)}` }),
};

/** Faults that befall the answer of the service, which has done what it was asked. */
export const withService: Readonly<Partial<Record<ExchangeFault | TlsFault, Distortion>>> = {
  "reset-after": reset,
  "half-body": (place, { status, headers, body }) => {
    const half = body.subarray(0, body.length / 2);
    place.response.writeHead(status, { ...plain(headers), "content-length": body.length });
    place.response.write(half, () => reset(place));
  },
  drip: ({ response }, { status, headers, body }) => {
    response.writeHead(status, { ...plain(headers), "content-length": body.length });
    let sent = 0;
    const drop = setInterval(() => {
      if (sent < body.length - 1) response.write(body.subarray(sent, ++sent));
    }, 500);
    response.once("close", () => clearInterval(drop));
  },
  stalled: () => undefined,
  "html-502": (place) => page(place, 502),
  "content-type": ({ response }, { status, headers, body }) =>
    answer(response, status, { ...plain(headers), "content-type": "text/plain" }, body),
  "charset-label": ({ response }, { status, headers, body }) =>
    answer(response, status, { "content-type": `${essence(headers)}; charset=utf-16` }, body),
  "charset-bytes": ({ response }, { status, headers, body }) =>
    answer(
      response,
      status,
      { "content-type": `${essence(headers)}; charset=utf-8` },
      Buffer.from(body.toString("utf8"), "utf16le"),
    ),
  "gateway-json": ({ response }) =>
    answer(response, 504, { "content-type": "application/json" }, Buffer.from(gatewaysJson)),
  "added-field": ({ response }, { status, headers, body }) => {
    const more = body
      .toString("utf8")
      .replace(/<(Started|ExecutionStatus)>/, "<RetryCount>2</RetryCount>$&")
      .replace(/"data":\{/, '$&"retry_count":2,');
    answer(response, status, plain(headers), Buffer.from(more));
  },
  "tls-text": ({ request: { socket } }) => below.get(socket)?.end("HTTP/1.1 502 Bad Gateway\r\n\r\nupstream"),
  "gzip-bomb": ({ response }, { status, headers }) =>
    answer(response, status, { ...plain(headers), "content-encoding": "gzip" }, bomb()),
  "gzip-cut": ({ response }, { status, headers, body }) => {
    const whole = gzipSync(body);
    const cut = whole.subarray(0, whole.length / 2);
    answer(response, status, { ...plain(headers), "content-encoding": "gzip" }, cut);
  },
};

/** The connection below that of TLS, by the one above; see `overTls`. */
export const below = new WeakMap<Socket, Socket>();

/** The answer as it is. */
export function pass({ response }: Place, { status, headers, body }: Real): void {
  answer(response, status, plain(headers), body);
}

/** Of a gateway that speaks as the service does. */
const gatewaysJson = JSON.stringify({
  result_code: 8000,
  result_msg: "System Maintenance",
  reason: "upstream timed out",
});

let bombBytes: Buffer | undefined;
/** 96 MiB of nothing, in less than 100 kB. */
function bomb(): Buffer {
  bombBytes ??= gzipSync(Buffer.alloc(96 * 2 ** 20, " "));
  return bombBytes;
}

function reset({ request: { socket } }: Place): void {
  // A TLS socket has no reset of its own.
  if ("encrypted" in socket) socket.destroy();
  else socket.resetAndDestroy();
}

/** A page of something before the service, which is careless about what it was sent. */
function page(place: Place, status: number, headers: Record<string, string> = {}): void {
  const body = Buffer.from(`<!DOCTYPE html><html><body><h1>${status}</h1><p>${told(place)}</p></body></html>`);
  answer(place.response, status, { "content-type": "text/html; charset=utf-8", connection: "close", ...headers }, body);
}

function told({ service }: Place): string {
  return known[service].join("&");
}

function answer(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

function plain(headers: Real["headers"]): Record<string, string> {
  return { "content-type": headers["content-type"] ?? "" };
}

function essence(headers: Real["headers"]): string {
  return (headers["content-type"] ?? "").split(";", 1)[0] ?? "";
}
