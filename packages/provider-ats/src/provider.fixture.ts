import type { CallContext } from "@remotest/core";
import { ats } from "./provider.ts";

/** A call that nobody aborts. */
export const context: CallContext = { signal: new AbortController().signal, onUpload: () => undefined };
export const account = {
  baseUrl: "https://ats.example",
  apiToken: "token",
  username: "ATSAPIUser",
  password: "ATSAPIUser",
};

/** Makes a connection to a service that gives one answer after the other, and keeps its requests. */
export function connect(...answers: string[]): { connection: ReturnType<typeof ats.connect>; asked: string[] } {
  const asked: string[] = [];
  const fetch = async (input: Request | string, init?: RequestInit): Promise<Response> => {
    asked.push(`${typeof input === "string" ? input : input.url}\n${await new Response(init?.body ?? null).text()}`);
    const body = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://www.mendix.com/"><soap:Body>${answers[asked.length - 1] ?? ""}</soap:Body></soap:Envelope>`;
    return new Response(body, { headers: { "content-type": "text/xml" } });
  };
  return { connection: ats.connect(account, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 }), asked };
}
export const runJob = (fields: string): string => `<tns:RunJobResponse><RunJob>${fields}</RunJob></tns:RunJobResponse>`;
export const status = (fields: string): string =>
  `<tns:GetTestRunResponse><TestRun>${fields}</TestRun></tns:GetTestRunResponse>`;
export const start = { appId: "SHOP", templateId: "T-1" };
