// Ways to the fault proxy on which a connection may not come about.
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:https";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listening } from "../stage/fake-service.ts";
import type { Certificates } from "./certificates.ts";
import { below } from "./distort.ts";
import type { ConnectionFault } from "./fault.ts";
import { type FaultProxy, serverOf } from "./fault-proxy.ts";

/** How often the next connections fail. */
export type Failing = "never" | "once" | "always";

/** A way to the proxy that can be closed. */
export interface ConnectionFront extends AsyncDisposable {
  readonly url: string;
  /** What the command needs to go this way. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly fail: (failing: Failing) => Promise<void>;
}

/** How long a refused connection stays refused when it is to be so once: nobody sees whom it refuses. */
const refusedForMs = 350;

/** Opens the way on which the fault can be had. */
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
  const { url, port, ...front } = await listening(server);
  let reopening: NodeJS.Timeout | undefined;
  return {
    url,
    args: [],
    env: {},
    // Resolves once nobody listens, although connections of before may still be open.
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

async function distrusted({ listener }: FaultProxy, { trusted, stranger }: Certificates): Promise<ConnectionFront> {
  const speaking = ({ key, cert }: Certificates["trusted"]): Server => {
    const server = createTlsServer({ key, cert }, listener);
    server.on("checkContinue", listener);
    server.on("tlsClientError", () => undefined);
    return server;
  };
  const [good, bad] = [speaking(trusted), speaking(stranger)];
  let next: Failing = "never";
  const front = await listening(
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

/** A way over TLS whose connection below can be had. */
export async function overTls({ listener }: FaultProxy, { trusted }: Certificates): Promise<ConnectionFront> {
  const server = createTlsServer({ key: trusted.key, cert: trusted.cert }, listener);
  server.on("checkContinue", listener);
  server.on("tlsClientError", () => undefined);
  const plain = new Map<number | undefined, Socket>();
  server.on("secureConnection", (secure) => {
    const socket = plain.get(secure.remotePort);
    if (socket) below.set(secure, socket);
  });
  const front = await listening(
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
  const front = await listening(serverOf(listener));
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
