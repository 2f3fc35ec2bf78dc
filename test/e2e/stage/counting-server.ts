import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A server on this machine that counts what reaches it. */
export interface CountingServer extends AsyncDisposable {
  readonly origin: string;
  /** The paths that were requested, in order. */
  readonly requests: string[];
  /** The number of connections, even without a request. */
  connections: number;
}

/**
 * Serves the files of a directory.
 * @param dir if undefined, every request is answered with an empty page
 * @param headers of every answer
 */
export async function countingServer(
  dir?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<CountingServer> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    counting.requests.push(path);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("content-type", "text/html");
    if (dir === undefined) return void response.end();
    readFile(join(dir, decodeURIComponent(path))).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    );
  });
  server.on("connection", () => counting.connections++);
  const origin = await listening(server);
  const counting: CountingServer = {
    origin,
    requests: [],
    connections: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return counting;
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
