// Shared by the tests of the three services: valid messages, and their exchange over HTTP.
import { expect } from "vitest";
import { services, type ServiceName } from "../generated/ats.ts";
import { decode } from "./decode.ts";
import { readEnvelope } from "./envelope.ts";

/** The header of every request. */
export const header: string =
  "<s:Header><t:authentication><username>ATSAPIUser</username><password>ATSAPIUser</password></t:authentication></s:Header>";

/** Returns a message with this body. */
export function envelope(payload: string, head: string = header): string {
  return (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://www.mendix.com/">' +
    `${head}<s:Body>${payload}</s:Body></s:Envelope>`
  );
}

const elements = (values: Record<string, string>): string =>
  Object.entries({ AppAPIToken: "demo", ...values })
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
export const runJob = (template: string, more: Record<string, string> = {}): string =>
  `<t:RunJob><TestRun>${elements({ AppID: "shop", JobTemplateID: template, ...more })}</TestRun></t:RunJob>`;
export const getTestRun = (JobID: string, more: Record<string, string> = {}): string =>
  `<t:GetTestRun><TestRun>${elements({ JobID, AppID: "shop", ...more })}</TestRun></t:GetTestRun>`;
export const rerunNotPassed = (FinishedJobID: string, more: Record<string, string> = {}): string =>
  `<t:RerunNotPassed><RerunNotPassed>${elements({ AppID: "shop", FinishedJobID, ...more })}</RerunNotPassed></t:RerunNotPassed>`;

/** An answer, not parsed. */
export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

/** Calls the three services of a sandbox without a SOAP library. */
export class AtsClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async post(
    service: ServiceName,
    body: string | Uint8Array<ArrayBuffer>,
    type = "text/xml; charset=utf-8",
  ): Promise<Reply> {
    const init = { method: "POST", headers: { "content-type": type }, body };
    const response = await fetch(`${this.#url}/ws/${service}`, init);
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  }

  /** Returns the content of a successful answer, read strictly by the shape of the service's answer. */
  async call(service: ServiceName, payload: string): Promise<Record<string, unknown>> {
    const { status, type, text } = await this.post(service, envelope(payload));
    expect({ status, type }, text).toEqual({ status: 200, type: "text/xml; charset=utf-8" });
    const value = decode(readEnvelope(text).body, services[service].output) as Record<string, Record<string, unknown>>;
    return value["RunJob"] ?? value["TestRun"] ?? {};
  }

  /** Returns the code and the text of a fault. */
  async fault(service: ServiceName, body: string): Promise<string> {
    const { status, type, text } = await this.post(service, body);
    expect({ status, type }, text).toEqual({ status: 500, type: "text/xml; charset=utf-8" });
    const fault = readEnvelope(text).body;
    expect(fault).toMatchObject({ name: "Fault", namespace: "http://schemas.xmlsoap.org/soap/envelope/" });
    return fault.children.map((child) => child.text).join(" ");
  }
}
