import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { addressOf, type CallbackAddress } from "./callback-address.ts";

/** The bytes of a body that are read and discarded: anyone can post here, so no content is trusted. */
const maxBodyBytes = 64 * 1024;
const maxConnections = 32;
/** The time limit for a whole request, in milliseconds. */
const requestTimeoutMs = 5_000;
/** The service's documentation does not say which method it uses; no caller needs any other. */
const methods = new Set(["POST", "GET", "PUT"]);

/** Receives the calls of services. */
export interface CallbackListener {
  /** Returns an address for one run. Only its secret path says which run a call is for. */
  readonly expect: (onCall: () => void, publicAddress?: string) => { readonly url: string; readonly secret: string };
  /** Stops listening and ends every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Listens for a service's call that a run is over. The most that any request can do is trigger `onCall`:
 * each answer is only a status, time and size are bounded, and no connection keeps the process alive.
 *
 * @throws the error of `listen` with its `code`, such as `EADDRINUSE` if the port is taken.
 */
export async function listenForCallbacks(at: CallbackAddress): Promise<CallbackListener> {
  const expected: { readonly hash: Buffer; readonly onCall: () => void }[] = [];
  const bounds = {
    headersTimeout: requestTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: 1_000,
  };
  const server = createServer({ ...bounds, maxHeaderSize: 8 * 1024 }, (request, response) => {
    const hash = hashOf(lastSegment(request.url ?? ""));
    // All are compared in constant time, so that no response time reveals how close a guess was.
    const found = expected.filter((each) => timingSafeEqual(each.hash, hash));
    const known = methods.has(request.method ?? "") ? found : [];
    for (const { onCall } of known) onCall();
    answer(request, response, known.length > 0 ? 204 : 404);
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

/** Answers every unknown request in the same way. */
function answer(request: IncomingMessage, response: ServerResponse, status: 204 | 404): void {
  let size = 0;
  const end = (): void => void response.writeHead(status, { connection: "close", "content-length": 0 }).end();
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBodyBytes || response.writableEnded) return;
    end();
    request.pause();
    response.once("finish", () => request.socket.destroy());
  });
  request.on("error", () => undefined);
  request.once("end", () => response.writableEnded || end());
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
