import { Agent, createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { listen, type ListeningServer } from "../stage/fake-service.ts";
import { pass, type FaultContext, withoutService, withService } from "./distort.ts";
import { bodyOf, forward, type IncomingCall, serviceOf } from "./exchange.ts";
import type { Call, ExchangeFault, TlsFault } from "./fault.ts";
import type { Exchange } from "./faulted-service.ts";

type ChosenFault = ExchangeFault | TlsFault | undefined;

/** Decides which fault happens at which call. */
export interface Script {
  /** Returns the fault of a call, if any. Called once for each request that arrives. */
  readonly strike: (call: IncomingCall) => ChosenFault | Promise<ChosenFault>;
  /** Called before each unharmed answer is sent, with the call that its client makes next. */
  readonly answering?: (next: Call | undefined) => void | Promise<void>;
  /** Called when the unharmed answer to a call has been sent. */
  readonly answered?: (call: IncomingCall) => void;
  /** Every call needs a new connection. */
  readonly closing?: boolean;
  /** Uploads are read before the fault is chosen, so that the name of the run is known. */
  readonly readingUploads?: boolean;
}

/** A proxy before the sandbox. Serve it with a server of any kind. */
export interface FaultProxy extends AsyncDisposable {
  readonly listener: RequestListener;
  /** Returns how many requests arrived at the origin that a redirect named. */
  readonly strayed: () => number;
}

/** Makes a proxy that forwards calls, and causes the faults of the script. */
export async function faultProxy(target: string, script: Script): Promise<FaultProxy> {
  let strayed = 0;
  const otherOrigin = await listen(
    createServer((request, response) => {
      strayed++;
      request.resume();
      response.end("{}");
    }),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const path: Path = { target, agent, before: undefined };
  return {
    strayed: () => strayed,
    listener: (request, response) => {
      if (script.closing) response.shouldKeepAlive = false;
      // A client that disconnected during its request gets no answer.
      serve(request, response, otherOrigin.url, path, script).catch(() => request.socket.destroy());
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await otherOrigin[Symbol.asyncDispose]();
    },
  };
}

/** The way to the sandbox. */
interface Path {
  readonly target: string;
  readonly agent: Agent;
  /** The exchange before, for a proxy of one run. */
  before: Exchange | undefined;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  otherOrigin: string,
  path: Path,
  script: Script,
): Promise<void> {
  const [name, service] = serviceOf(request);
  const context: FaultContext = { request, response, service, otherOrigin };
  const { method = "GET", url = "" } = request;
  const waits = request.headers.expect === "100-continue";
  const read = async (): Promise<Buffer> => {
    if (waits) response.writeContinue();
    return bodyOf(request);
  };
  // The name of an upload is in its body, which is not read if the upload is refused early.
  const early = service.callOf({ method, url });
  const body = waits && !script.readingUploads ? undefined : await read();
  const text = body?.toString("utf8") ?? "";
  const call = early ?? service.callOf({ method, url }, text);
  if (call === undefined) throw new Error(`${method} ${url} is not a call of ${name}`);
  const incoming = { service: name, call, run: service.runOf(url, text) };
  const fault = await script.strike(incoming);
  const refuse = fault === undefined ? undefined : withoutService[fault];
  if (refuse) return refuse(context);
  const real = await forward(service, path, request, body ?? (await read()));
  const distort = fault === undefined ? undefined : withService[fault];
  if (distort) return distort(context, real);
  const done = { call, text: real.body.toString("utf8") };
  await script.answering?.(service.nextCall(done, path.before));
  path.before = done;
  response.once("finish", () => script.answered?.(incoming));
  pass(context, real);
}

/** Serves a proxy over http at a free port. */
export async function overHttp({ listener }: FaultProxy): Promise<ListeningServer> {
  return listen(serverOf(listener));
}

/** Makes an http server for a listener that handles `Expect: 100-continue` itself. */
export function serverOf(listener: RequestListener): ReturnType<typeof createServer> {
  const server = createServer(listener);
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => listener(request, response));
  return server;
}
