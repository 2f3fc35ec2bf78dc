// Services with chosen faults. Otherwise they answer like the real ones.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, type Server, type Socket } from "node:net";

/** A server of a test. `await using` closes it with all its connections. */
export interface ListeningServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Returns how many connections were opened to it. */
  readonly connections: () => number;
}

/** Starts a server at a port, by default a free one. */
export async function listen(server: Server, scheme: "http" | "https" = "http", at = 0): Promise<ListeningServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    connections: () => connections,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A complete request, and its response. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: string;
  /** Counts the requests with the same call, from 1. */
  readonly time: number;
}
export type Responder = (exchange: Exchange) => void;

/** The kinds of calls. */
export type Call = "start" | "status" | "result";

/** A service whose answers are chosen call by call. */
export interface FakeService extends ListeningServer {
  /** The number of each kind of call. */
  readonly calls: Readonly<Record<Call, number>>;
  /** Returns how many start requests were answered with a run. */
  readonly accepted: () => number;
}

/** The parts of a fake service: how it recognises calls, and its default answers. */
export interface Wire {
  readonly callOf: (request: IncomingMessage, body: string) => Call;
  readonly good: Readonly<Record<Call, Responder>>;
}

/** Starts a service that answers as scripted, and with a good answer by default. */
export async function fakeService(
  wire: Wire,
  script: Partial<Record<Call, Responder>>,
  open: (listener: RequestListener) => Promise<ListeningServer> = (listener) => listen(createServer(listener)),
): Promise<FakeService> {
  const calls = { start: 0, status: 0, result: 0 };
  let accepted = 0;
  const peer = await open((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => undefined);
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const call = wire.callOf(request, body);
      const time = ++calls[call];
      const exchange = { request, response, body, time };
      const { good } = wire;
      if (script[call]) script[call](exchange);
      else good[call](exchange);
      if (call === "start" && response.statusCode === 200 && response.writableEnded) accepted++;
    });
  });
  return { ...peer, calls, accepted: () => accepted };
}

/** Answers with a text. */
export function text(status: number, type: string, body: string, headers: Record<string, string> = {}): Responder {
  return ({ response }) => void response.writeHead(status, { "content-type": type, ...headers }).end(body);
}
export const html = (status: number): Responder =>
  text(status, "text/html", "<html><body>Please sign in</body></html>");
/** Cuts the connection instead of answering. */
export const reset: Responder = ({ request }) => void request.socket.resetAndDestroy();
/** Never answers. */
export const silent: Responder = () => undefined;
/** Sends the head of an answer and a part of its body. */
export const half: Responder = ({ request, response }) => {
  response.writeHead(200, { "content-type": "text/xml", "content-length": "1000" });
  response.write("<soap:Envelope", () => request.socket.destroy());
};
export const redirect = (status: number): Responder =>
  text(status, "text/plain", "moved", { location: "http://127.0.0.1:9/elsewhere" });
/** Answers in one way the first times, and in another afterwards. */
export function first(times: number, then: Responder, afterwards: Responder): Responder {
  return (exchange) => (exchange.time <= times ? then : afterwards)(exchange);
}
