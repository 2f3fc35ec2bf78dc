import { SaxesParser, type SaxesTagNS } from "saxes";
import { Fault } from "./fault.ts";

/** One element of a request, with the text directly in it. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly children: XmlElement[];
  /** Attributes other than namespace declarations, as `{namespace}name`. */
  readonly attributes: ReadonlyMap<string, string>;
  text: string;
}

/** The two halves of a SOAP 1.1 message. */
export interface Envelope {
  readonly header: readonly XmlElement[];
  readonly body: XmlElement;
}

export const soapNamespace = "http://schemas.xmlsoap.org/soap/envelope/";

// The maxDepth documented message has six levels.
const maxDepth = 12;

/**
 * Reads a SOAP 1.1 envelope, with exactly one element in its body.
 *
 * @throws {Fault} if the XML is not well-formed, has a DOCTYPE, nests too deep or is not such an envelope.
 */
export function readEnvelope(xml: string): Envelope {
  const root = parse(xml);
  if (root.name !== "Envelope") throw new Fault("Client", `The root element is ${root.name}, not Envelope`);
  if (root.namespace !== soapNamespace) {
    throw new Fault("VersionMismatch", `The envelope must be in ${soapNamespace} (SOAP 1.1)`);
  }
  const [first, second, ...rest] = root.children;
  const header = isSoap(first, "Header") ? first : undefined;
  const body = header === undefined ? first : second;
  const extra = header === undefined ? [second, ...rest].filter(Boolean) : rest;
  if (!isSoap(body, "Body") || extra.length > 0) {
    throw new Fault("Client", "The envelope must contain an optional Header, then a Body, and nothing else");
  }
  const [payload, ...more] = body.children;
  if (payload === undefined || more.length > 0) {
    throw new Fault("Client", `The Body must contain exactly one element, not ${body.children.length}`);
  }
  for (const element of [root, header, body]) if (element !== undefined) refuseText(element);
  return { header: header?.children ?? [], body: payload };
}

/** @throws {Fault} if an element has text other than white space between its children. */
export function refuseText(element: XmlElement): void {
  if (element.text.trim() !== "") throw new Fault("Client", `${element.name} must contain elements, not text`);
}

function isSoap(element: XmlElement | undefined, name: string): element is XmlElement {
  return element?.namespace === soapNamespace && element.name === name;
}

function parse(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const document = emptyElement("", "");
  const open: XmlElement[] = [document];
  parser.on("error", (error) => {
    throw new Fault("Client", `The XML is not well-formed: ${error.message}`);
  });
  parser.on("doctype", () => {
    throw new Fault("Client", "A DOCTYPE is not accepted");
  });
  parser.on("opentag", (tag) => {
    if (open.length > maxDepth) throw new Fault("Client", `The XML nests deeper than ${maxDepth} elements`);
    const element = { ...emptyElement(tag.uri, tag.local), attributes: attributesOf(tag) };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.write(xml).close();
  return document.children[0] ?? document;
}

function emptyElement(namespace: string, name: string): XmlElement {
  return { namespace, name, children: [], attributes: new Map(), text: "" };
}

function attributesOf(tag: SaxesTagNS): Map<string, string> {
  const declaration = "http://www.w3.org/2000/xmlns/";
  return new Map(
    Object.values(tag.attributes)
      .filter(({ uri }) => uri !== declaration)
      .map(({ uri, local, value }) => [`{${uri}}${local}`, value]),
  );
}
