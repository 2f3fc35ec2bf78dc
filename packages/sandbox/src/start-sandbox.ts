import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, cut, textAnswer } from "./answer.ts";
import { type Clock, fastClock } from "./clock.ts";
import { Journal, type SandboxEvent, type StartEvent } from "./journal.ts";
import { type RouteMatch, router } from "./routing.ts";
import { services } from "./services.gen.ts";

/** The options of a sandbox: its address, its clock. */
export interface SandboxOptions {
  /** A TCP port; 0 for any free port. Default 4010. */
  readonly port?: number;
  /** The address to listen at. Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /**
   * The number of apptest.ai's first testset; the next ones follow it. Default 251929, as in the example of
   * specs/apptest.openapi.yaml, runTestset.
   */
  readonly firstTestset?: number;
  /** The number of the sandbox's seconds in one real second. Default 1. */
  readonly speed?: number;
  /** Receives each run that was accepted, reruns included. */
  readonly onStart?: (event: StartEvent) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** The base URL of every service, such as `http://127.0.0.1:4010`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** The events so far, in order; it grows while the sandbox runs. */
  readonly journal: readonly SandboxEvent[];
  /** Returns how many runs were accepted, including reruns. */
  starts(): number;
  /** Stops listening and ends every open connection. Resolves even if it was closed before. */
  close(): Promise<void>;
}

/**
 * Starts every service on this machine, such as the apptest.ai REST API v2 under `/openapi/v2` and the Mendix ATS services
 * under `/ws`. User, key and token are `demo`; what a run does follows from its name (see this package's README).
 *
 * @throws {RangeError} if `speed` is not a positive number.
 * @throws the error of `listen` with its `code`, such as `EADDRINUSE` if the port is taken.
 * @example
 * const sandbox = await startSandbox({ port: 0, speed: 100 });
 * await fetch(`${sandbox.url}/openapi/v2/testset/1`);
 * await sandbox.close();
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandboxWithClock(fastClock(options.speed ?? 1), options);
}

/** Like `startSandbox`, with the caller's clock. */
export async function startSandboxWithClock(now: Clock, options: Omit<SandboxOptions, "speed"> = {}): Promise<Sandbox> {
  const { port = 4010, host = "127.0.0.1", firstTestset = 251_929 } = options;
  const journal = new Journal(options.onStart);
  const closing = new AbortController();
  const context = { journal, now, firstRun: firstTestset, closing: closing.signal };
  const find = router(Object.values(services).flatMap(({ routes }) => routes(context)));
  const server = createServer();
  server.on("request", (request, response) => void serve(request, response, { find, journal, ask: false }));
  server.on("checkContinue", (request, response) => void serve(request, response, { find, journal, ask: true }));
  // An upload may take as long as it needs, and a connection stays open between two polls.
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

interface ServeContext {
  readonly find: (request: IncomingMessage) => RouteMatch;
  readonly journal: Journal;
  /** The client waits for `100 Continue` before it sends its body. */
  readonly ask: boolean;
}

async function serve(request: IncomingMessage, response: ServerResponse, context: ServeContext): Promise<void> {
  const matched = context.find(request);
  context.journal.countRequest(
    matched.route === undefined ? "unknown" : `${matched.route.method} ${matched.route.path}`,
  );
  const early = matched.route === undefined ? matched.answer : matched.route.refuse?.(request);
  if (early !== undefined || matched.route === undefined) {
    write(response, early ?? textAnswer(404, "Nothing is served here"), { bodyUnread: context.ask });
    return;
  }
  if (context.ask) response.writeContinue();
  const { route, parts, query } = matched;
  try {
    const answer = await route.handle({ request, parts, query, origin: originOf(request) });
    if (answer === cut) request.socket.destroy();
    else write(response, answer, { bodyUnread: false });
  } catch (error) {
    // A fault of the sandbox itself: it is reported, and the next request is served.
    write(response, textAnswer(500, `The sandbox failed: ${String(error)}`), { bodyUnread: false });
  }
}

function write(response: ServerResponse, answer: Answer, { bodyUnread }: { bodyUnread: boolean }): void {
  const body = Buffer.from(answer.body, "utf8");
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": body.length,
    // The client waits for 100 Continue and will not send its body, so the connection cannot be reused.
    ...(bodyUnread ? { connection: "close" } : {}),
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** A Host header that is not a host is not repeated: it could break out of a link in an answer. */
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
