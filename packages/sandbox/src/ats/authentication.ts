import type { Authentication } from "../generated/ats.ts";
import { decode } from "./decode.ts";
import { soapNamespace, type XmlElement } from "./envelope.ts";
import { Fault } from "./fault.ts";
import type { ElementShape } from "./shape.ts";

// The account of the cloud: specs/ats.wsdl.
const webServiceUser = "ATSAPIUser";
const token = "demo";

/**
 * Checks the SOAP header: it must contain the authentication, and nothing else that must be understood.
 *
 * @throws {Fault} if it is missing, malformed or wrong.
 */
export function checkHeader(header: readonly XmlElement[], namespace: string, shape: ElementShape): void {
  const isAuthentication = (block: XmlElement): boolean => block.namespace === namespace && block.name === shape.name;
  const foreign = header.find(
    (block) => !isAuthentication(block) && block.attributes.get(`{${soapNamespace}}mustUnderstand`) === "1",
  );
  if (foreign !== undefined) throw new Fault("MustUnderstand", `The header ${foreign.name} is not understood`);
  const [block, ...more] = header.filter(isAuthentication);
  if (block === undefined || more.length > 0) {
    throw new Fault("Client", `The Header must contain one ${shape.name} in ${namespace}`);
  }
  const { username, password } = decode(block, shape) as Authentication;
  if (username !== webServiceUser || password !== webServiceUser) {
    throw new Fault("Client", "The user name or the password in the authentication header is wrong");
  }
}

/** @throws {Fault} if the token is not the sandbox's. */
export function checkToken(given: string): void {
  if (given !== token) throw new Fault("Client", "The AppAPIToken is not valid");
}
