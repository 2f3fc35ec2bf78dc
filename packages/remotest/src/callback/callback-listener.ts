import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { ReceivedCall } from "@remotest/core";
import { addressOf, type CallbackAddress } from "./callback-address.ts";

/** The bytes of a body that are read and discarded: anyone can post here, so no content is trusted. */
const maxBodyBytes = 64 * 1024;
/** The bytes of a body that may be signed, which is kept until its end. */
const maxSignedBytes = 256 * 1024;
const maxConnections = 32;
/** The time limit for a whole request, in milliseconds. */
const requestTimeoutMs = 5_000;
/** The service's documentation does not say which method it uses; no caller needs any other. */
const methods = new Set(["POST", "GET", "PUT"]);

/** Returns true if the caller has proved who it is. */
export type OnSignedCall = (call: ReceivedCall | "too large") => boolean;

/** Receives the calls of services. */
export interface CallbackListener {
  /** Returns an address for one run. Only its secret path says which run a call is for. */
  readonly expect: (onCall: () => void, publicAddress?: string) => { readonly url: string; readonly secret: string };
  /**
   * Passes on what is posted to a path that ends with this name. `onCall` returns true if it has recognised the caller.
   * A body of more than 256 KiB is not read.
   */
  readonly hear: (name: string, onCall: OnSignedCall) => void;
  /** Stops listening and ends every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Listens for a service's call that a run may be over. The most that any request can do is trigger `onCall`:
 * each answer is only a status, time and size are bounded, and no connection keeps the process alive.
 *
 * @throws the error of `listen` with its `code`, such as `EADDRINUSE` if the port is taken.
 */
export async function listenForCallbacks(at: CallbackAddress): Promise<CallbackListener> {
  const expected: { readonly hash: Buffer; readonly onCall: () => void }[] = [];
  const heard = new Map<string, OnSignedCall>();
  const bounds = {
    headersTimeout: requestTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: 1_000,
  };
  const server = createServer({ ...bounds, maxHeaderSize: 8 * 1024 }, (request, response) => {
    const name = lastSegment(request.url ?? "");
    const onSigned = request.method === "POST" ? heard.get(name) : undefined;
    if (onSigned) return answerSigned(request, response, onSigned);
    const hash = hashOf(name);
    // All are compared in constant time, so that no response time reveals how close a guess was.
    const found = expected.filter((each) => timingSafeEqual(each.hash, hash));
    const known = methods.has(request.method ?? "") ? found : [];
    for (const { onCall } of known) onCall();
    receive(request, response, { maxBytes: maxBodyBytes, statusOf: () => (known.length > 0 ? 204 : 404) });
  });
  await listen(server, at);
  const { port } = server.address() as AddressInfo;
  return {
    expect: (onCall, publicAddress = addressOf({ host: at.host, port })) => {
      const secret = randomBytes(24).toString("base64url");
      expected.push({ hash: hashOf(secret), onCall });
      const url = new URL(publicAddress);
      url.pathname = `${url.pathname.replace(/\/$/, "")}/${secret}`;
      return { url: url.href, secret };
    },
    hear: (name, onCall) => void heard.set(name, onCall),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, { host, port }: CallbackAddress): Promise<void> {
  server.maxConnections = maxConnections;
  server.on("connection", (socket: Socket) => socket.unref());
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, resolve);
  });
  // If the listener breaks later, the runs continue: polling does not need it.
  server.on("error", () => undefined);
  server.unref();
}

/** Answers a call once all of it is there. One that is not recognised gets the answer of an unknown request. */
function answerSigned(request: IncomingMessage, response: ServerResponse, onCall: OnSignedCall): void {
  const chunks: Buffer[] = [];
  const header = (name: string): string | undefined => {
    const value = request.headers[name.toLowerCase()];
    return typeof value === "string" ? value : undefined;
  };
  receive(request, response, {
    maxBytes: maxSignedBytes,
    onChunk: (chunk) => void chunks.push(chunk),
    // The only status that a vendor's page documents for such a call.
    statusOf: (isWhole) => (onCall(isWhole ? { header, body: Buffer.concat(chunks) } : "too large") ? 200 : 404),
  });
}

/** How to read a request, and what to answer. */
interface CallLimits {
  readonly maxBytes: number;
  readonly onChunk?: (chunk: Buffer) => void;
  /** Returns the status to answer with. @param isWhole false if the body is larger than allowed */
  readonly statusOf: (isWhole: boolean) => 200 | 204 | 404;
}

/** Reads a request and answers it with a status only. */
function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, onChunk, statusOf }: CallLimits,
): void {
  let size = 0;
  const end = (isWhole: boolean): void =>
    void response.writeHead(statusOf(isWhole), { connection: "close", "content-length": 0 }).end();
  request.on("data", (chunk: Buffer) => {
    if (response.writableEnded) return;
    size += chunk.length;
    if (size <= maxBytes) return onChunk?.(chunk);
    end(false);
    request.pause();
    response.once("finish", () => request.socket.destroy());
  });
  request.on("error", () => undefined);
  request.once("end", () => response.writableEnded || end(true));
}

/** A proxy on the way may remove or add a path prefix. */
function lastSegment(url: string): string {
  const [path = ""] = url.split("?", 1);
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Hashes a path, so that all comparisons have the same length. */
function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
