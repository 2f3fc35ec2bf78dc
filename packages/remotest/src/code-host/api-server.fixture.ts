import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

/** A request as it reached a server. */
export interface ReceivedRequest {
  readonly method: string;
  /** Encoded, relative to the address of the API. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

/** An answer of a server. */
export interface GivenAnswer {
  readonly status: number;
  readonly document?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server for an API on this machine. */
export interface ApiServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Answers the next requests instead of the API: a fault, in order. `"broken"` does what was asked, and hangs up; `"silent"` never answers. */
  readonly faults: (GivenAnswer | "broken" | "silent" | undefined)[];
}

/** Serves an API under a path, so that a client that forgets the path is found out. */
export async function serveApi(
  prefix: string,
  answer: (request: ReceivedRequest) => GivenAnswer,
  tls?: ServerOptions,
): Promise<ApiServer> {
  const requests: ReceivedRequest[] = [];
  const faults: ApiServer["faults"] = [];
  const listener: RequestListener = (incoming, outgoing) => {
    void receive(incoming, prefix).then((request) => {
      requests.push(request);
      const fault = faults.shift();
      if (fault === "silent") return;
      const given = fault === undefined || fault === "broken" ? answer(request) : fault;
      const json = given.document === undefined ? "" : JSON.stringify(given.document);
      if (fault === "broken") incoming.socket.destroy();
      else outgoing.writeHead(given.status, { "content-type": "application/json", ...given.headers }).end(json);
    });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
    requests,
    faults,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function receive(incoming: IncomingMessage, prefix: string): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const { pathname, searchParams } = new URL(incoming.url ?? "", "http://localhost");
  return {
    method: incoming.method ?? "",
    path: pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : `outside of the API: ${pathname}`,
    query: searchParams,
    headers: incoming.headers as ReceivedRequest["headers"],
    body: text === "" ? undefined : JSON.parse(text),
  };
}
