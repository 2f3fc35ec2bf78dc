// One exchange behind the fault proxy: its service, its call, and the sandbox's answer.
import { type Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { sandboxAuthorization } from "./account.ts";
import type { Call } from "./fault.ts";
import { type FaultedService, faultedServices, type ServiceAnswer } from "./faulted-service.ts";

/** A call that arrived. */
export interface IncomingCall {
  /** The name of the service. */
  readonly service: string;
  readonly call: Call;
  /** For a start: the run's name; for any other call: the id of its run. */
  readonly run: string;
}

/** Returns the name of the service that a request is for, and the service. */
export function serviceOf({ url = "" }: IncomingMessage): readonly [name: string, service: FaultedService] {
  const found = Object.entries(faultedServices).find(([, { owns }]) => owns(url));
  if (found === undefined) throw new Error(`No service has ${url}`);
  return found;
}

/** Reads the whole body of a request; throws if it is cut off. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Forwards a request to the sandbox, with the account that the sandbox knows. */
export function forward(
  { asSandboxAccount }: FaultedService,
  { target, agent }: { readonly target: string; readonly agent: Agent },
  incoming: IncomingMessage,
  body: Buffer,
): Promise<ServiceAnswer> {
  const { expect: _expect, connection: _connection, "accept-encoding": _encoding, ...headers } = incoming.headers;
  const sent = asSandboxAccount ? Buffer.from(asSandboxAccount(body.toString("utf8"))) : body;
  if (headers.authorization !== undefined) headers.authorization = sandboxAuthorization;
  headers["content-length"] = String(sent.length);
  delete headers["transfer-encoding"];
  return new Promise((resolve, reject) => {
    const onward = httpRequest(
      `${target}${incoming.url}`,
      { method: incoming.method ?? "GET", headers, agent },
      (answer) => {
        bodyOf(answer).then(
          (whole) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: whole }),
          reject,
        );
      },
    );
    onward.on("error", reject);
    onward.end(incoming.method === "GET" ? undefined : sent);
  });
}
