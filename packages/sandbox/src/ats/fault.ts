import { type Answer, xmlAnswer } from "../answer.ts";
import { escapeXml } from "../xml-text.ts";

/** The fault codes of SOAP 1.1, section 4.4.1. */
export type FaultCode = "VersionMismatch" | "MustUnderstand" | "Client" | "Server";

/** A request is answered with a SOAP fault. Thrown while a message is read. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Returns a fault as SOAP 1.1 over HTTP requires it: status 500, even if the client caused it (section 6.2). */
export function faultAnswer(fault: Fault): Answer {
  return xmlAnswer(
    500,
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>' +
      `<faultcode>soap:${fault.code}</faultcode><faultstring>${escapeXml(fault.message)}</faultstring>` +
      "</soap:Fault></soap:Body></soap:Envelope>\n",
  );
}
