import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, cut, textAnswer } from "./answer.ts";
import { apptestRoutes } from "./apptest/service.ts";
import { atsRoutes } from "./ats/service.ts";
import { type Clock, fastClock } from "./clock.ts";
import { Journal, type SandboxEvent } from "./journal.ts";
import { type Matched, router } from "./routing.ts";

/** Where the sandbox listens and how fast its clock runs. */
export interface SandboxOptions {
  /** A TCP port; 0 for any that is free. Default 4010. */
  readonly port?: number;
  /** The address to listen at. Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /**
   * The number of apptest.ai's first testset; the next ones follow it. Default 251929, as in the example of the apptest.ai
   * REST API v2 page, section 1.
   */
  readonly firstTestset?: number;
  /** How many seconds of the sandbox pass in one of ours. Default 1. */
  readonly speed?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:4010`, without a slash at its end: the base URL of both services. */
  readonly url: string;
  readonly port: number;
  /** What happened so far, in order; it grows while the sandbox runs. */
  readonly journal: readonly SandboxEvent[];
  /** How many runs were accepted, reruns included. */
  starts(): number;
  /** Stops listening and ends every open connection. Resolves also when it was closed before. */
  close(): Promise<void>;
}

/**
 * Starts both services on this machine: the apptest.ai REST API v2 under `/openapi/v2` and the Mendix ATS services
 * under `/ws`. User, key and token are `demo`; what a run does follows from its name (see this package's README).
 *
 * @throws {RangeError} when `speed` is not a positive number.
 * @throws the listening error as it came, with its `code`: `EADDRINUSE` when the port is taken.
 * @example
 * const sandbox = await startSandbox({ port: 0, speed: 100 });
 * await fetch(`${sandbox.url}/openapi/v2/testset/1`);
 * await sandbox.close();
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandboxBy(fastClock(options.speed ?? 1), options);
}

/** As `startSandbox`, by a clock of the caller's. */
export async function startSandboxBy(now: Clock, options: Omit<SandboxOptions, "speed"> = {}): Promise<Sandbox> {
  const { port = 4010, host = "127.0.0.1", firstTestset = 251_929 } = options;
  const journal = new Journal();
  const closing = new AbortController();
  const find = router([
    ...apptestRoutes({ journal, now, firstTestset, closing: closing.signal }),
    ...atsRoutes({ journal, now }),
  ]);
  const server = createServer();
  server.on("request", (request, response) => void serve(request, response, { find, journal, ask: false }));
  server.on("checkContinue", (request, response) => void serve(request, response, { find, journal, ask: true }));
  // An upload may take as long as it needs; between two polls a connection stays open.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  server.listen({ port, host });
  await once(server, "listening");
  const actual = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    port: actual,
    journal: journal.events,
    starts: () => journal.starts(),
    close: () => {
      closing.abort();
      return close(server);
    },
  };
}

interface Serving {
  readonly find: (request: IncomingMessage) => Matched;
  readonly journal: Journal;
  /** The client waits for `100 Continue` before it sends its body. */
  readonly ask: boolean;
}

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const matched = serving.find(request);
  serving.journal.countRequest(
    matched.route === undefined ? "unknown" : `${matched.route.method} ${matched.route.path}`,
  );
  const early = matched.route === undefined ? matched.answer : matched.route.refuse?.(request);
  if (early !== undefined || matched.route === undefined) {
    write(response, early ?? textAnswer(404, "Nothing is served here"), { bodyUnread: serving.ask });
    return;
  }
  if (serving.ask) response.writeContinue();
  const { route, parts, query } = matched;
  try {
    const answer = await route.handle({ request, parts, query, origin: originOf(request) });
    if (answer === cut) request.socket.destroy();
    else write(response, answer, { bodyUnread: false });
  } catch (error) {
    // A fault of the sandbox itself: said plainly, and the next request is served.
    write(response, textAnswer(500, `The sandbox failed: ${String(error)}`), { bodyUnread: false });
  }
}

function write(response: ServerResponse, answer: Answer, { bodyUnread }: { bodyUnread: boolean }): void {
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": body.length,
    // Whoever asked before sending will not send now: the connection cannot carry another request.
    ...(bodyUnread ? { connection: "close" } : {}),
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** A Host header that is no host (it could break out of a link in an answer) is not repeated. */
function originOf(request: IncomingMessage): string {
  const { host } = request.headers;
  if (host !== undefined && /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) return `http://${host}`;
  const { localAddress = "127.0.0.1", localPort } = request.socket;
  return `http://${localAddress.includes(":") ? `[${localAddress}]` : localAddress}:${localPort}`;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
