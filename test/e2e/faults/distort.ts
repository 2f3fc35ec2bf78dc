// The effect of each fault on an answer.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { ExchangeFault, TlsFault } from "./fault.ts";
import type { FaultedService, ServiceAnswer } from "./faulted-service.ts";

/** The exchange of a fault, and the address of another origin for redirects. */
export interface FaultContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly service: FaultedService;
  readonly otherOrigin: string;
}

type Distortion = (context: FaultContext, real: ServiceAnswer) => void;

/** Faults whose request never reaches the service. */
export const withoutService: Readonly<Partial<Record<ExchangeFault | TlsFault, (context: FaultContext) => void>>> = {
  "reset-before": reset,
  "html-200": (context) => page(context, 200),
  "html-503": (context) => page(context, 503),
  "429-bare": (context) => page(context, 429),
  "429-seconds": (context) => page(context, 429, { "retry-after": "1" }),
  "429-date": (context) => page(context, 429, { "retry-after": new Date(Date.now() + 1_500).toUTCString() }),
  redirect: (context) =>
    page(context, 307, { location: `${context.otherOrigin}${context.request.url}?key=${echoedSecrets(context)}` }),
};

/** Faults of the answer; the service has processed the request. */
export const withService: Readonly<Partial<Record<ExchangeFault | TlsFault, Distortion>>> = {
  "reset-after": reset,
  "half-body": (context, { status, headers, body }) => {
    const half = body.subarray(0, body.length / 2);
    context.response.writeHead(status, { ...plain(headers), "content-length": body.length });
    context.response.write(half, () => reset(context));
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
  "html-502": (context) => page(context, 502),
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
    answer(response, 504, { "content-type": "application/json" }, Buffer.from(gatewayJson)),
  "added-field": ({ response, service }, { status, headers, body }) =>
    answer(response, status, plain(headers), Buffer.from(service.withAddedField(body.toString("utf8")))),
  "tls-text": ({ request: { socket } }) => below.get(socket)?.end("HTTP/1.1 502 Bad Gateway\r\n\r\nupstream"),
  "gzip-bomb": ({ response }, { status, headers }) =>
    answer(response, status, { ...plain(headers), "content-encoding": "gzip" }, bomb),
  "gzip-cut": ({ response }, { status, headers, body }) => {
    const whole = gzipSync(body);
    const cut = whole.subarray(0, whole.length / 2);
    answer(response, status, { ...plain(headers), "content-encoding": "gzip" }, cut);
  },
};

/** The TCP connection below each TLS connection; see `overTls`. */
export const below = new WeakMap<Socket, Socket>();

/** Sends the answer unchanged. */
export function pass({ response }: FaultContext, { status, headers, body }: ServiceAnswer): void {
  answer(response, status, plain(headers), body);
}

/** The JSON of a gateway that imitates the service. */
const gatewayJson = JSON.stringify({
  result_code: 8000,
  result_msg: "System Maintenance",
  reason: "upstream timed out",
});

/** 96 MiB of blanks, in less than 100 kB. Made before any run begins, because nothing else happens meanwhile. */
const bomb = gzipSync(Buffer.alloc(96 * 2 ** 20, " "));

function reset({ request: { socket } }: FaultContext): void {
  // A TLS socket has no reset.
  if ("encrypted" in socket) socket.destroy();
  else socket.resetAndDestroy();
}

/** Sends the page of a gateway that carelessly echoes the secrets. */
function page(context: FaultContext, status: number, headers: Record<string, string> = {}): void {
  const body = Buffer.from(
    `<!DOCTYPE html><html><body><h1>${status}</h1><p>${echoedSecrets(context)}</p></body></html>`,
  );
  answer(
    context.response,
    status,
    { "content-type": "text/html; charset=utf-8", connection: "close", ...headers },
    body,
  );
}

function echoedSecrets({ service }: FaultContext): string {
  return service.known.join("&");
}

function answer(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

function plain(headers: ServiceAnswer["headers"]): Record<string, string> {
  return { "content-type": headers["content-type"] ?? "" };
}

function essence(headers: ServiceAnswer["headers"]): string {
  return (headers["content-type"] ?? "").split(";", 1)[0] ?? "";
}
