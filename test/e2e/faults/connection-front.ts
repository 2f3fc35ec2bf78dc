// Fronts of the fault proxy to which a connection may fail.
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:https";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "../stage/fake-service.ts";
import type { Certificates } from "./certificates.ts";
import { below } from "./distort.ts";
import type { ConnectionFault } from "./fault.ts";
import { type FaultProxy, serverOf } from "./fault-proxy.ts";

/** The failures of the next connections. */
export type FailureMode = "never" | "once" | "always";

/** A front of the proxy whose connections can be made to fail. */
export interface ConnectionFront extends AsyncDisposable {
  readonly url: string;
  /** The options and variables that the command needs to use it. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly fail: (failing: FailureMode) => Promise<void>;
}

/** The time for which connections are refused for one failure: a server cannot see a refused connection. */
const refusedForMs = 350;

/** Opens the front for a fault. */
export function connectionFront(
  fault: ConnectionFault,
  proxy: FaultProxy,
  certificates: Certificates,
): Promise<ConnectionFront> {
  if (fault === "refused") return refusing(proxy);
  return fault === "tls" ? distrusted(proxy, certificates) : unresolved(proxy);
}

async function refusing({ listener }: FaultProxy): Promise<ConnectionFront> {
  const server = serverOf(listener);
  const { url, port, ...front } = await listen(server);
  let reopening: NodeJS.Timeout | undefined;
  return {
    url,
    args: [],
    env: {},
    // Resolves when the port is closed, although earlier connections may still be open.
    async fail(failing) {
      clearTimeout(reopening);
      if (failing === "never") return;
      server.close();
      if (failing === "once") reopening = setTimeout(() => server.listen(port, "127.0.0.1"), refusedForMs);
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(reopening);
      await front[Symbol.asyncDispose]();
    },
  };
}

async function distrusted({ listener }: FaultProxy, { trusted, untrusted }: Certificates): Promise<ConnectionFront> {
  const tlsServer = ({ key, cert }: Certificates["trusted"]): Server => {
    const server = createTlsServer({ key, cert }, listener);
    server.on("checkContinue", listener);
    server.on("tlsClientError", () => undefined);
    return server;
  };
  const [good, bad] = [tlsServer(trusted), tlsServer(untrusted)];
  let next: FailureMode = "never";
  const front = await listen(
    createServer((socket: Socket) => {
      (next === "never" ? good : bad).emit("connection", socket);
      if (next === "once") next = "never";
    }),
    "https",
  );
  return {
    url: front.url,
    args: ["--ca-file", trusted.file],
    env: {},
    fail: async (failing) => void (next = failing),
    [Symbol.asyncDispose]: () => front[Symbol.asyncDispose](),
  };
}

/** Opens a front over TLS that gives access to the TCP connection below it. */
export async function overTls({ listener }: FaultProxy, { trusted }: Certificates): Promise<ConnectionFront> {
  const server = createTlsServer({ key: trusted.key, cert: trusted.cert }, listener);
  server.on("checkContinue", listener);
  server.on("tlsClientError", () => undefined);
  const plain = new Map<number | undefined, Socket>();
  server.on("secureConnection", (secure) => {
    const socket = plain.get(secure.remotePort);
    if (socket) below.set(secure, socket);
  });
  const front = await listen(
    createServer((socket: Socket) => {
      plain.set(socket.remotePort, socket);
      socket.on("error", () => undefined);
      server.emit("connection", socket);
    }),
    "https",
  );
  return {
    url: front.url,
    args: ["--ca-file", trusted.file],
    env: {},
    fail: async () => undefined,
    [Symbol.asyncDispose]: () => front[Symbol.asyncDispose](),
  };
}

async function unresolved({ listener }: FaultProxy): Promise<ConnectionFront> {
  const front = await listen(serverOf(listener));
  const folder = await mkdtemp(join(tmpdir(), "remotest-names-"));
  const failing = join(folder, "failing");
  return {
    url: `http://service.invalid:${front.port}`,
    args: ["--insecure-http"],
    env: { NODE_OPTIONS: `--require=${join(import.meta.dirname, "preload/name-fails.cjs")}`, NAME_FAILS: failing },
    fail: async (how) => (how === "never" ? rm(failing, { force: true }) : writeFile(failing, how)),
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
