// A real peer for the tests: an HTTP server, and a bare TCP server for details that an HTTP server hides.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";

/** A server of the test. `await using` closes it with all its connections. */
export interface Peer extends AsyncDisposable {
  readonly url: string;
}

/** A request as received. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** An answer to give: a JSON value, or a text with a status and headers. */
export interface ServedAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly text?: string;
}

/** Answers each request, once it is complete, with the result of `answer`. */
export async function serve(
  answer: (request: ReceivedRequest) => ServedAnswer,
): Promise<Peer & { readonly received: ReceivedRequest[] }> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const whole = { method, path, headers, body: Buffer.concat(chunks) };
      received.push(whole);
      give(response, answer(whole));
    });
  });
  return { ...(await listening(server, "http")), received };
}

/** Passes every connection to `talk`, with the request's head and the bytes of its body that came with it. */
export async function converse(talk: (socket: Socket, head: string, rest: Buffer) => void): Promise<Peer> {
  return listening(
    createTcpServer((socket) => {
      let seen = Buffer.alloc(0);
      const collect = (chunk: Buffer): void => {
        seen = Buffer.concat([seen, chunk]);
        const end = seen.indexOf("\r\n\r\n");
        if (end < 0) return;
        socket.off("data", collect);
        talk(socket, seen.subarray(0, end).toString("latin1"), seen.subarray(end + 4));
      };
      socket.on("data", collect);
      socket.on("error", () => undefined);
    }),
    "http",
  );
}

/** Starts a server on a free port. */
export async function listening(server: Server, scheme: "http" | "https"): Promise<Peer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** An answer written by hand, for `converse`. */
export function rawAnswer(status: string, body: string, headers = "content-type: application/json"): string {
  return `HTTP/1.1 ${status}\r\n${headers}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}

/** The envelope of success. See specs/apptest.openapi.yaml. */
export function success(data: unknown): { data: unknown; result_code: 0; result_msg: string; reason: string } {
  return { data, result_code: 0, result_msg: "", reason: "" };
}

export const started: ReturnType<typeof success> = success({ test_count: 3, testset_id: 251929 });

function give(response: ServerResponse, { status = 200, headers = {}, json, text }: ServedAnswer): void {
  const type = json === undefined ? {} : { "content-type": "application/json" };
  response.writeHead(status, { ...type, ...headers });
  response.end(text ?? JSON.stringify(json));
}
