import { Client } from "soap/lib/client.js";
import { WSDL } from "soap/lib/wsdl/index.js";
import type { EncodedElements } from "./encode.ts";
import { type Operation, operations } from "./generated/tables.ts";
import { wsdl as wsdlText } from "./generated/wsdl.ts";

/** A request that soap wrote. */
export interface SoapRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes the request for an operation, from content that is already checked, ordered and escaped. */
export type SoapWriter = (operation: Operation, content: EncodedElements) => SoapRequest;

/** The functions that soap makes of a service, by port and operation. soap does not type them. */
type Services = Record<
  string,
  Record<string, Record<string, (content: object, callback: () => void, options: object) => void>>
>;

/**
 * Makes the writer for one account. This is the only file that loads soap, and it is itself loaded by the first call.
 *
 * soap reads the WSDL, knows the services, ports and headers, and writes the envelope. It neither sends nor reads: its
 * HTTP client is replaced by one that returns the finished request, and `answer-reader.ts` reads the answers.
 */
export async function soapWriter(baseUrl: string, header: EncodedElements): Promise<SoapWriter> {
  shared ??= openSoap();
  const write = await shared;
  return (operation, content) => {
    const { url, ...request } = write(operation, content, header);
    return { ...request, url: baseUrl + url };
  };
}

/** The parsed WSDL takes 300 kB and some milliseconds, so all clients of a process share one. */
let shared: Promise<SharedWriter> | undefined;

/** Writes a request whose address begins at `/ws`. */
type SharedWriter = (operation: Operation, content: EncodedElements, header: EncodedElements) => SoapRequest;

async function openSoap(): Promise<SharedWriter> {
  const wsdl = await openWsdl();
  for (const { service, port, path } of Object.values(operations)) {
    const address = wsdl.definitions.services[service]?.ports[port];
    if (!address) throw new Error(`The WSDL has no ${service}.${port}`);
    address.location = path;
  }
  // Without an ID soap would make one, for listeners that do not exist.
  const options = { postProcess: withoutUnusedNamespace, exchangeId: "-" };
  let written: SoapRequest | undefined;
  const httpClient = {
    request(url: string, body: string, _callback: unknown, headers: Record<string, string>): void {
      written = { url, body, headers };
    },
  };
  const client = new Client(wsdl, undefined, { httpClient: httpClient as never });
  const services = client as unknown as Services;
  // From here to the result nothing is awaited, so no other account can come between.
  return ({ service, port, operation }, content, header) => {
    written = undefined;
    client.clearSoapHeaders();
    client.addSoapHeader(header, "", "tns", "");
    services[service]?.[port]?.[operation]?.(content, () => {}, options);
    client.clearSoapHeaders();
    if (!written) throw new Error(`soap wrote no request for ${service}.${port}.${operation}`);
    return written;
  };
}

function openWsdl(): Promise<WSDL> {
  return new Promise((resolve, reject) => {
    // The values are already escaped. soap's own escaping skips text that resembles CDATA.
    const wsdl = new WSDL(wsdlText, "", { escapeXML: false });
    wsdl.onReady((error: unknown) => {
      if (error) reject(error);
      else resolve(wsdl);
    });
  });
}

/** Removes a prefix that soap declares but does not use, so that the request is exactly the documented one. */
function withoutUnusedNamespace(envelope: string): string {
  return envelope.replace(' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', "");
}
