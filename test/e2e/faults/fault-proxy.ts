import { Agent, createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { listen, type ListeningServer } from "../stage/fake-service.ts";
import type { AnyService } from "../stage/workspace.ts";
import { pass, type FaultContext, withoutService, withService } from "./distort.ts";
import { type IncomingCall, bodyOf, callByBody, callByHead, forward, nextCall, runOf } from "./exchange.ts";
import type { Call, ExchangeFault, TlsFault } from "./fault.ts";

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
  /** The call before, for a proxy of one run. */
  const before: { call?: Call } = {};
  return {
    strayed: () => strayed,
    listener: (request, response) => {
      if (script.closing) response.shouldKeepAlive = false;
      // A client that disconnected during its request gets no answer.
      const service = serviceOf(request);
      serve({ request, response, service, otherOrigin: otherOrigin.url }, { target, agent, before }, script).catch(() =>
        request.socket.destroy(),
      );
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await otherOrigin[Symbol.asyncDispose]();
    },
  };
}

function serviceOf({ url = "" }: IncomingMessage): AnyService {
  if (url.startsWith("/rest/mta/")) return "mta";
  return url.startsWith("/ws/") ? "ats" : "apptest";
}

async function serve(
  context: FaultContext,
  { target, agent, before }: { readonly target: string; readonly agent: Agent; readonly before: { call?: Call } },
  script: Script,
): Promise<void> {
  const { request, response, service } = context;
  const waits = request.headers.expect === "100-continue";
  const read = async (): Promise<Buffer> => {
    if (waits) response.writeContinue();
    return bodyOf(request);
  };
  // The name of an upload is in its body, which is not read if the upload is refused early.
  const early = callByHead(request);
  const body = waits && !script.readingUploads ? undefined : await read();
  const text = body?.toString("utf8") ?? "";
  const call = early ?? callByBody(text);
  const incoming = { service, call, run: runOf(request, text) };
  const fault = await script.strike(incoming);
  const refuse = fault === undefined ? undefined : withoutService[fault];
  if (refuse) return refuse(context);
  const real = await forward(target, agent, request, body ?? (await read()));
  const distort = fault === undefined ? undefined : withService[fault];
  if (distort) return distort(context, real);
  await script.answering?.(nextCall(call, real, before.call));
  before.call = call;
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
