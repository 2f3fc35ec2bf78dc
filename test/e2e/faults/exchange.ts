// One exchange behind the fault proxy: which call it is, what the sandbox answers to it, and what comes next.
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from "node:http";
import type { Service } from "../stage/workspace.ts";
import { sandboxAuthorization, secrets } from "./account.ts";
import type { Call } from "./fault.ts";

/** A call as it arrived. */
export interface Asked {
  readonly service: Service;
  readonly call: Call;
  /** Of a start: the run's name; of any other call: the id of the run that it is about. */
  readonly run: string;
}

/** What the sandbox answered. */
export interface Real {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The call of a request by its head alone; undefined where only the body tells. */
export function callByHead({ method, url = "" }: IncomingMessage): Call | undefined {
  if (url.startsWith("/ws/RunJob")) return "start";
  if (url.startsWith("/ws/RerunNotPassed")) return "rerun";
  if (url.startsWith("/ws/")) return undefined;
  if (method === "POST") return "start";
  return url.endsWith("/result") ? "results" : "look";
}

/** Only who wants the results asks Get Job Status for the flags. */
export function callByBody(body: string): Call {
  return /<IncludeExecutionFlags>true</.test(body) ? "results" : "look";
}

export function runOf({ url = "" }: IncomingMessage, body: string): string {
  const id = /\/testset\/(\d+)/.exec(url)?.[1];
  if (id !== undefined) return id;
  return (
    /"testset_name":"([^"]*)"|<(?:JobTemplateID|JobID|FinishedJobID)>([^<]*)</.exec(body)?.slice(1).find(Boolean) ?? ""
  );
}

/** The whole body of a request. What is cut off throws. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Asks the sandbox in the client's place, with the account that the sandbox knows. */
export function forward(target: string, agent: Agent, asked: IncomingMessage, body: Buffer): Promise<Real> {
  const { expect: _expect, connection: _connection, "accept-encoding": _encoding, ...headers } = asked.headers;
  const isSoap = asked.url?.startsWith("/ws/") === true;
  const sent = isSoap ? Buffer.from(body.toString("utf8").replaceAll(secrets.apiToken, "demo")) : body;
  if (headers.authorization !== undefined) headers.authorization = sandboxAuthorization;
  headers["content-length"] = String(sent.length);
  delete headers["transfer-encoding"];
  return new Promise((resolve, reject) => {
    const onward = httpRequest(`${target}${asked.url}`, { method: asked.method ?? "GET", headers, agent }, (answer) => {
      bodyOf(answer).then(
        (whole) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: whole }),
        reject,
      );
    });
    onward.on("error", reject);
    onward.end(asked.method === "GET" ? undefined : sent);
  });
}

/** Which call a client makes after this answer; undefined when it has all it wants. */
export function nextCall(call: Call, { body }: Real): Call | undefined {
  if (call === "results") return undefined;
  if (call !== "look") return "look";
  return /"testset_status":\s*"Complete"|>(?:<!\[CDATA\[)?Done\b/.test(body.toString("utf8")) ? "results" : "look";
}
