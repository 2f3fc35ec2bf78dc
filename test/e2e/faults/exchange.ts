// One exchange behind the fault proxy: its call, the sandbox's answer, and the next call.
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from "node:http";
import type { AnyService } from "../stage/workspace.ts";
import { sandboxAuthorization, secrets } from "./account.ts";
import type { Call } from "./fault.ts";

/** A call that arrived. */
export interface IncomingCall {
  readonly service: AnyService;
  readonly call: Call;
  /** For a start: the run's name; for any other call: the id of its run. */
  readonly run: string;
}

/** The sandbox's answer. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Returns the call of a request by its head alone; undefined if the body is needed. */
export function callByHead({ method, url = "" }: IncomingMessage): Call | undefined {
  if (url.startsWith("/ws/RunJob")) return "start";
  if (url.startsWith("/ws/RerunNotPassed")) return "rerun";
  if (url.startsWith("/ws/") || url.includes("/execute")) return undefined;
  if (url.startsWith("/rest/mta/")) return url.includes("/testruns/") ? "poll" : "results";
  if (method === "POST") return "start";
  return url.endsWith("/result") ? "results" : "poll";
}

/** Get Job Status of ATS includes the flags only in the request for the results; MTA has one request for both starts. */
export function callByBody(body: string): Call {
  if (body.includes('"ApplicationInstances"')) return body.includes('"FailedOnly"') ? "rerun" : "start";
  return /<IncludeExecutionFlags>true</.test(body) ? "results" : "poll";
}

export function runOf({ url = "" }: IncomingMessage, body: string): string {
  const id = /\/(?:testset|testconfigurations|testruns)\/([^/?]+)/.exec(url)?.[1];
  if (id !== undefined) return decodeURIComponent(id);
  return (
    /"testset_name":"([^"]*)"|<(?:JobTemplateID|JobID|FinishedJobID)>([^<]*)</.exec(body)?.slice(1).find(Boolean) ?? ""
  );
}

/** Reads the whole body of a request; throws if it is cut off. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Forwards a request to the sandbox, with the account that the sandbox knows. */
export function forward(target: string, agent: Agent, incoming: IncomingMessage, body: Buffer): Promise<ServiceAnswer> {
  const { expect: _expect, connection: _connection, "accept-encoding": _encoding, ...headers } = incoming.headers;
  const isSoap = incoming.url?.startsWith("/ws/") === true;
  const sent = isSoap ? Buffer.from(body.toString("utf8").replaceAll(secrets.apiToken, "demo")) : body;
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

/**
 * Returns the call that a client makes after this answer; undefined if it has everything.
 * @param before the call before this one: the results of MTA are several lists, and a last status check
 */
export function nextCall(call: Call, { body }: ServiceAnswer, before?: Call): Call | undefined {
  if (call === "results") return body.toString("utf8").startsWith("[") ? "results" : undefined;
  if (call === "poll" && before === "results") return undefined;
  if (call !== "poll") return "poll";
  return /"testset_status":\s*"Complete"|"Result":"(?:Pass|AssertsFailed)","TestConfigurationName"|>(?:<!\[CDATA\[)?Done\b/.test(
    body.toString("utf8"),
  )
    ? "results"
    : "poll";
}
