// Reads a WSDL 1.1 file like specs/ats.wsdl into a small model. It supports only the part of WSDL and XSD that is used
// there: anything else is an error that names the line, and is never silently ignored.
import type { Element } from "@xmldom/xmldom";
import {
  allowAttributes,
  attribute,
  childrenOf,
  type AllowedElements,
  fail,
  named,
  only,
  parseStrict,
  qualifiedName,
  textOf,
} from "./strict-dom.ts";

const WSDL = "http://schemas.xmlsoap.org/wsdl/";
const SOAP = "http://schemas.xmlsoap.org/wsdl/soap/";
const XSD = "http://www.w3.org/2001/XMLSchema";

/** The simple types that may be used. */
export type SimpleType = "string" | "boolean" | "int";

/** One child element of a complex type, in wire order. */
export interface WsdlField {
  readonly name: string;
  /** A simple type, or the name of a complex type of the same file. */
  readonly type: { readonly simple: SimpleType } | { readonly complex: string };
  readonly optional: boolean;
  readonly repeated: boolean;
  /** The value of a field that is left out. */
  readonly default?: string;
  readonly doc?: string;
}

/** A named complex type: an ordered sequence of unqualified elements. */
export interface WsdlType {
  readonly name: string;
  readonly doc?: string;
  readonly fields: readonly WsdlField[];
}

/** A global element, in the target namespace. */
export interface WsdlElement {
  readonly name: string;
  readonly type: string;
}

/** One operation, with everything that is needed to call or to serve it. */
export interface WsdlOperation {
  readonly name: string;
  readonly service: string;
  readonly port: string;
  readonly location: string;
  readonly soapAction: string;
  readonly doc?: string;
  readonly header: WsdlElement;
  readonly input: WsdlElement;
  readonly output: WsdlElement;
}

/** The content of a WSDL file. */
export interface Wsdl {
  readonly targetNamespace: string;
  readonly types: readonly WsdlType[];
  readonly elements: readonly WsdlElement[];
  readonly operations: readonly WsdlOperation[];
}

/**
 * Reads the text of a WSDL.
 *
 * @throws Error with the line of what is malformed, unknown, or refers to something that does not exist.
 */
export function readWsdl(text: string): Wsdl {
  const root = parseStrict(text);
  if (root.namespaceURI !== WSDL || root.localName !== "definitions") fail(root, "is not wsdl:definitions");
  const targetNamespace = attribute(root, "targetNamespace");
  const parts = childrenOf(root, { [WSDL]: ["documentation", "types", "message", "portType", "binding", "service"] });
  const schema = one(only(named(parts, "types"), root, "types"), "schema", { [XSD]: ["schema"] });
  allowAttributes(schema, ["targetNamespace", "elementFormDefault", "attributeFormDefault"]);
  if (attribute(schema, "targetNamespace") !== targetNamespace) fail(schema, "has another targetNamespace");
  if (schema.getAttribute("elementFormDefault") === "qualified") fail(schema, "qualifies local elements");

  const declared = childrenOf(schema, { [XSD]: ["element", "complexType"] });
  const types = named(declared, "complexType").map(readType);
  const elements = named(declared, "element").map(readGlobalElement);
  checkReferences(types, elements);
  const operations = named(parts, "service").map((service) => readService(service, parts, elements));
  return { targetNamespace, types, elements, operations };
}

/** Returns the WSDL's `xsd:schema` as a separate document for a validator. */
export function schemaOf(text: string): string {
  const schema = /<xsd:schema\b[\s\S]*<\/xsd:schema>/.exec(text)?.[0];
  if (!schema) throw new Error("The WSDL contains no xsd:schema");
  const { targetNamespace } = readWsdl(text);
  return schema.replace("<xsd:schema", () => `<xsd:schema xmlns:xsd="${XSD}" xmlns:tns="${targetNamespace}"`);
}

/** Returns the text without what is for people. soap takes three times as long to parse the whole text. */
export function withoutDocumentation(text: string): string {
  return text
    .replaceAll(/<!--.*?-->|<(\w+:)?documentation>.*?<\/\1documentation>/gs, "")
    .replaceAll(/<(\w+:)?annotation>\s*<\/\1annotation>/g, "")
    .replaceAll(/>\s+</g, "><");
}

function readType(element: Element): WsdlType {
  allowAttributes(element, ["name"]);
  const children = childrenOf(element, { [XSD]: ["annotation", "sequence"] });
  const sequence = only(named(children, "sequence"), element, "sequence");
  allowAttributes(sequence, []);
  const fields = childrenOf(sequence, { [XSD]: ["element"] }).map(readField);
  return { name: attribute(element, "name"), ...documentation(children), fields };
}

function readField(element: Element): WsdlField {
  allowAttributes(element, ["name", "type", "minOccurs", "maxOccurs", "default"]);
  const minOccurs = element.getAttribute("minOccurs") ?? "1";
  const maxOccurs = element.getAttribute("maxOccurs") ?? "1";
  if (!["0", "1"].includes(minOccurs)) fail(element, `has minOccurs ${minOccurs}`);
  if (!["1", "unbounded"].includes(maxOccurs)) fail(element, `has maxOccurs ${maxOccurs}`);
  const fallback = element.getAttribute("default");
  return {
    name: attribute(element, "name"),
    type: readTypeName(element),
    optional: minOccurs === "0",
    repeated: maxOccurs === "unbounded",
    ...(fallback === null ? {} : { default: fallback }),
    ...documentation(childrenOf(element, { [XSD]: ["annotation"] })),
  };
}

function readTypeName(element: Element): WsdlField["type"] {
  const { namespace, name } = qualifiedName(element, "type");
  if (namespace !== XSD) return { complex: name };
  if (name !== "string" && name !== "boolean" && name !== "int") fail(element, `has the unknown type ${name}`);
  return { simple: name };
}

function readGlobalElement(element: Element): WsdlElement {
  allowAttributes(element, ["name", "type"]);
  childrenOf(element, {});
  const type = readTypeName(element);
  if ("simple" in type) fail(element, "is global and has no complex type");
  return { name: attribute(element, "name"), type: type.complex };
}

function documentation(children: readonly Element[]): { doc?: string } {
  const texts = named(children, "annotation").flatMap((child) => childrenOf(child, { [XSD]: ["documentation"] }));
  return texts.length > 0 ? { doc: texts.map(textOf).join(" ") } : {};
}

function checkReferences(types: readonly WsdlType[], elements: readonly WsdlElement[]): void {
  const known = new Set(types.map((type) => type.name));
  const inFields = types
    .flatMap((type) => type.fields)
    .map(({ type }) => ("complex" in type ? type.complex : undefined));
  const used = new Set([...elements.map((element) => element.type), ...inFields]);
  for (const name of used) if (name && !known.has(name)) throw new Error(`There is no complexType ${name}`);
  for (const name of known) if (!used.has(name)) throw new Error(`Nothing uses the complexType ${name}`);
}

function readService(service: Element, parts: readonly Element[], elements: readonly WsdlElement[]): WsdlOperation {
  const port = one(service, "port", { [WSDL]: ["documentation", "port"] });
  const binding = referred(parts, "binding", port, "binding");
  const bound = one(binding, "operation", { [SOAP]: ["binding"], [WSDL]: ["operation"] });
  const abstract = one(referred(parts, "portType", binding, "type"), "operation", { [WSDL]: ["operation"] });
  const name = attribute(abstract, "name");
  if (attribute(bound, "name") !== name) fail(bound, "is not the portType's");
  const exchange: AllowedElements = { [WSDL]: ["documentation", "input", "output"] };
  const soapOperation = one(bound, "operation", { [SOAP]: ["operation"], [WSDL]: ["input", "output"] });
  if (attribute(soapOperation, "style") !== "document") fail(soapOperation, "is not of style document");
  const boundInput = one(bound, "input", { [SOAP]: ["operation"], [WSDL]: ["input", "output"] });
  const header = one(boundInput, "header", { [SOAP]: ["header", "body"] });
  if (attribute(header, "use") !== "literal") fail(header, "is not literal");
  const docs = named(childrenOf(abstract, exchange), "documentation").map(textOf);
  return {
    name,
    service: attribute(service, "name"),
    port: attribute(port, "name"),
    location: attribute(one(port, "address", { [SOAP]: ["address"] }), "location"),
    soapAction: attribute(soapOperation, "soapAction"),
    ...(docs.length > 0 ? { doc: docs.join(" ") } : {}),
    header: elementOf(header, parts, elements),
    input: elementOf(one(abstract, "input", exchange), parts, elements),
    output: elementOf(one(abstract, "output", exchange), parts, elements),
  };
}

/** Returns the element of the message that an attribute names. */
function elementOf(holder: Element, parts: readonly Element[], elements: readonly WsdlElement[]): WsdlElement {
  const message = referred(parts, "message", holder, "message");
  const part = one(message, "part", { [WSDL]: ["part"] });
  const { name } = qualifiedName(part, "element");
  return elements.find((element) => element.name === name) ?? fail(part, `refers to no element: ${name}`);
}

/** Returns the only child with a name; throws if there is a child that is not allowed. */
function one(parent: Element, name: string, allowed: AllowedElements): Element {
  return only(named(childrenOf(parent, allowed), name), parent, name);
}

/** Returns the part of the definitions to which an attribute refers. */
function referred(parts: readonly Element[], kind: string, element: Element, attributeName: string): Element {
  const { name } = qualifiedName(element, attributeName);
  const candidates = named(parts, kind).filter((part) => attribute(part, "name") === name);
  return only(candidates, element, `${kind} ${name}`);
}
