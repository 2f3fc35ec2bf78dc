import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { addressOf, type CallbackAddress } from "./callback-address.ts";

/** Bytes of a body that are read, and thrown away: nothing that anybody posts here is believed. */
const mostBodyBytes = 64 * 1024;
const mostConnections = 32;
/** Milliseconds for a whole request. */
const longestMs = 5_000;
/** The service's page names no method; what calls has none of the others. */
const methods = new Set(["POST", "GET", "PUT"]);

/** What listens for the calls of a service. */
export interface CallbackListener {
  /** An address for one run, by whose secret path alone it is known who is meant. */
  readonly expect: (onCall: () => void, publicAddress?: string) => { readonly url: string; readonly secret: string };
  /** Stops listening and ends every connection. */
  readonly close: () => Promise<void>;
}

/**
 * Listens for a service's call that a run is over. Whatever comes in, the most that it can do is to have `onCall` called:
 * no request is answered with more than its status, none takes long or much, and none keeps the process alive.
 *
 * @throws the listening error as it came, with its `code`: `EADDRINUSE` where the port is taken.
 */
export async function listenForCallbacks(at: CallbackAddress): Promise<CallbackListener> {
  const expected: { readonly hash: Buffer; readonly onCall: () => void }[] = [];
  const bounds = { headersTimeout: longestMs, requestTimeout: longestMs, connectionsCheckingInterval: 1_000 };
  const server = createServer({ ...bounds, maxHeaderSize: 8 * 1024 }, (request, response) => {
    const hash = hashOf(lastSegment(request.url ?? ""));
    // All are compared, each in the same time, so that no answer tells how near a guess was.
    const found = expected.filter((each) => timingSafeEqual(each.hash, hash));
    const known = methods.has(request.method ?? "") ? found : [];
    for (const { onCall } of known) onCall();
    answer(request, response, known.length > 0 ? 204 : 404);
  });
  await listening(server, at);
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

async function listening(server: Server, { host, port }: CallbackAddress): Promise<void> {
  server.maxConnections = mostConnections;
  server.on("connection", (socket: Socket) => socket.unref());
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, resolve);
  });
  // A listener that breaks later ends no run: the polls go on.
  server.on("error", () => undefined);
  server.unref();
}

/** The same answer for all that is not known, whatever was asked. */
function answer(request: IncomingMessage, response: ServerResponse, status: 204 | 404): void {
  let size = 0;
  const end = (): void => void response.writeHead(status, { connection: "close", "content-length": 0 }).end();
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= mostBodyBytes || response.writableEnded) return;
    end();
    request.pause();
    response.once("finish", () => request.socket.destroy());
  });
  request.on("error", () => undefined);
  request.once("end", () => response.writableEnded || end());
}

/** A proxy on the way may take from the path what stands before, or add to it. */
function lastSegment(url: string): string {
  const [path = ""] = url.split("?", 1);
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Of one length, whatever was asked. */
function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
