import { Client } from "soap/lib/client.js";
import { WSDL } from "soap/lib/wsdl/index.js";
import type { EncodedElements } from "./encode.ts";
import { type Operation, operations } from "./generated/tables.ts";
import { wsdl as wsdlText } from "./generated/wsdl.ts";

/** A request as soap wrote it. */
export interface SoapRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes the request for an operation; its content is checked, ordered and escaped already. */
export type SoapWriter = (operation: Operation, content: EncodedElements) => SoapRequest;

/** What soap makes of a service: a function by port and operation. It is untyped there. */
type Services = Record<
  string,
  Record<string, Record<string, (content: object, callback: () => void, options: object) => void>>
>;

/**
 * Sets soap up for one client. This is the only file that loads soap; it is loaded itself when the first call is made.
 *
 * soap reads the WSDL, knows services, ports and headers and writes the envelope. It neither sends nor reads: its HTTP
 * client is replaced by one that hands the finished request over, and answers are read by `answer-reader.ts`.
 */
export async function soapWriter(baseUrl: string, header: EncodedElements): Promise<SoapWriter> {
  const wsdl = await openWsdl();
  for (const { service, port, path } of Object.values(operations)) {
    const address = wsdl.definitions.services[service]?.ports[port];
    if (!address) throw new Error(`The WSDL has no ${service}.${port}`);
    address.location = baseUrl + path;
  }
  let written: SoapRequest | undefined;
  const httpClient = {
    request(url: string, body: string, _callback: unknown, headers: Record<string, string>): void {
      written = { url, body, headers };
    },
  };
  const client = new Client(wsdl, undefined, { httpClient: httpClient as never });
  client.addSoapHeader(header, "", "tns", "");
  const services = client as unknown as Services;
  return ({ service, port, operation }, content) => {
    written = undefined;
    services[service]?.[port]?.[operation]?.(content, () => {}, { postProcess: withoutUnusedNamespace });
    if (!written) throw new Error(`soap wrote no request for ${service}.${port}.${operation}`);
    return written;
  };
}

/** A WSDL of its own for each client: soap keeps options and addresses in it. */
function openWsdl(): Promise<WSDL> {
  return new Promise((resolve, reject) => {
    // Values are escaped already. soap's own escaping leaves alone what looks like CDATA.
    const wsdl = new WSDL(wsdlText, "", { escapeXML: false });
    wsdl.onReady((error: unknown) => {
      if (error) reject(error);
      else resolve(wsdl);
    });
  });
}

/** soap declares a prefix that it does not use; without it the request is the documented one to the letter. */
function withoutUnusedNamespace(envelope: string): string {
  return envelope.replace(' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', "");
}
