import { Agent, createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type Listening, listening } from "../stage/fake-service.ts";
import { pass, type Place, withoutService, withService } from "./distort.ts";
import { type Asked, bodyOf, callByBody, callByHead, forward, nextCall, runOf } from "./exchange.ts";
import type { Call, ExchangeFault, TlsFault } from "./fault.ts";

type Befalling = ExchangeFault | TlsFault | undefined;

/** Decides what befalls whom. */
export interface Script {
  /** The fault that befalls this call, if any. Asked once for each request that arrives. */
  readonly strike: (asked: Asked) => Befalling | Promise<Befalling>;
  /** Told before each unharmed answer leaves which call its client makes next. */
  readonly answering?: (next: Call | undefined) => void | Promise<void>;
  /** Told once the unharmed answer to a call has left. */
  readonly answered?: (asked: Asked) => void;
  /** Every call needs a connection of its own. */
  readonly closing?: boolean;
  /** Uploads are read before their fate is chosen, so that the name of the run is known. */
  readonly readingUploads?: boolean;
}

/** What stands before the sandbox. Serve it with a server of any kind. */
export interface FaultProxy extends AsyncDisposable {
  readonly listener: RequestListener;
  /** How many requests came to another origin that a redirect named. */
  readonly strayed: () => number;
}

/** A proxy that hands on what it is asked, and does to the chosen calls what the script says. */
export async function faultProxy(target: string, script: Script): Promise<FaultProxy> {
  let strayed = 0;
  const elsewhere = await listening(
    createServer((request, response) => {
      strayed++;
      request.resume();
      response.end("{}");
    }),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    strayed: () => strayed,
    listener: (request, response) => {
      if (script.closing) response.shouldKeepAlive = false;
      // A client that went away in the middle of its request gets no answer.
      const service = request.url?.startsWith("/ws/") ? "ats" : "apptest";
      serve({ request, response, service, elsewhere: elsewhere.url }, target, agent, script).catch(() =>
        request.socket.destroy(),
      );
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await elsewhere[Symbol.asyncDispose]();
    },
  };
}

async function serve(place: Place, target: string, agent: Agent, script: Script): Promise<void> {
  const { request, response, service } = place;
  const waits = request.headers.expect === "100-continue";
  const read = async (): Promise<Buffer> => {
    if (waits) response.writeContinue();
    return bodyOf(request);
  };
  // Of an upload the name stands in the body, but who refuses it early does not read that far.
  const early = callByHead(request);
  const body = waits && !script.readingUploads ? undefined : await read();
  const text = body?.toString("utf8") ?? "";
  const call = early ?? callByBody(text);
  const asked = { service, call, run: runOf(request, text) };
  const fault = await script.strike(asked);
  const refuse = fault === undefined ? undefined : withoutService[fault];
  if (refuse) return refuse(place);
  const real = await forward(target, agent, request, body ?? (await read()));
  const distort = fault === undefined ? undefined : withService[fault];
  if (distort) return distort(place, real);
  await script.answering?.(nextCall(call, real));
  response.once("finish", () => script.answered?.(asked));
  pass(place, real);
}

/** Serves a proxy over http at a free port. */
export async function overHttp({ listener }: FaultProxy): Promise<Listening> {
  return listening(serverOf(listener));
}

/** An http server for a listener that looks after `Expect: 100-continue` itself. */
export function serverOf(listener: RequestListener): ReturnType<typeof createServer> {
  const server = createServer(listener);
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => listener(request, response));
  return server;
}
