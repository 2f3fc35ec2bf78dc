import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as received. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An HTTP server on this machine, for one test: `await using service = await localService(…)`. */
export interface LocalService extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
}

/** The answer of a service: XML with status 200, or whatever a function writes. */
export type Answer = string | ((response: ServerResponse, request: ReceivedRequest) => void);

export async function localService(answer: Answer): Promise<LocalService> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const body = Buffer.concat(chunks).toString("utf8");
      received.push({ method, path: url, headers, body });
      if (typeof answer === "string") xml(answer)(response);
      else answer(response, { method, path: url, headers, body });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a body, by default as XML. */
export function xml(body: string | Uint8Array, status = 200, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { "content-type": "text/xml; charset=utf-8", ...headers }).end(body);
  };
}

/** Puts a body's content into a SOAP envelope. */
export function envelope(body: string): string {
  return `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://www.mendix.com/"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

/** Makes a Run Job answer with these fields. */
export function runJobAnswer(fields: string): string {
  return envelope(`<tns:RunJobResponse><RunJob>${fields}</RunJob></tns:RunJobResponse>`);
}

/** Makes a Get Job Status answer with these fields. */
export function statusAnswer(fields: string): string {
  return envelope(`<tns:GetTestRunResponse><TestRun>${fields}</TestRun></tns:GetTestRunResponse>`);
}

/** Makes a SOAP Fault. */
export function fault(content: string): string {
  return envelope(`<soap:Fault>${content}</soap:Fault>`);
}
