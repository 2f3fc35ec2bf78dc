import { refuseText, type XmlElement } from "./envelope.ts";
import { Fault } from "./fault.ts";
import type { ElementShape } from "./shape.ts";

/** The content of an element: a text, a boolean, a number, or its children by name. */
export type ElementValue =
  | string
  | boolean
  | number
  | readonly ElementValue[]
  | { readonly [name: string]: ElementValue };

/**
 * Reads an element's content by its shape: every child must be known, in its place, without a namespace and without
 * attributes. The order of the fields matters (specs/ats.wsdl).
 *
 * @throws {Fault} that names the first element that is missing, unknown, out of order or not of its type.
 */
export function decode(element: XmlElement, shape: ElementShape): ElementValue {
  if (typeof shape.content === "string") return decodeText(element, shape.content);
  refuseText(element);
  const rest = [...element.children];
  const fields: Record<string, ElementValue> = {};
  for (const child of shape.content) {
    const values: ElementValue[] = [];
    while (fits(rest[0], child) && (child.repeated || values.length === 0))
      values.push(decodeChild(rest.shift()!, child));
    const value = child.repeated ? values : (values[0] ?? valueIfAbsent(child, shape, rest[0]));
    if (value !== undefined) fields[child.name] = value;
  }
  if (rest[0] !== undefined) throw unexpected(rest[0], shape);
  return fields;
}

function fits(element: XmlElement | undefined, shape: ElementShape): boolean {
  return element?.name === shape.name && element.namespace === "";
}

function decodeChild(element: XmlElement, shape: ElementShape): ElementValue {
  const [attribute] = element.attributes.keys();
  if (attribute !== undefined) throw new Fault("Client", `${element.name} must have no attribute ${attribute}`);
  return decode(element, shape);
}

function valueIfAbsent(
  child: ElementShape,
  parent: ElementShape,
  found: XmlElement | undefined,
): ElementValue | undefined {
  if (child.default !== undefined) return parseText(child.default, child.content, child.name);
  if (child.optional) return undefined;
  const instead = found === undefined ? "nothing" : nameOf(found);
  throw new Fault("Client", `${parent.name} must contain ${child.name} here, not ${instead}: the order counts`);
}

function unexpected(element: XmlElement, parent: ElementShape): Fault {
  const known = typeof parent.content !== "string" && parent.content.some((child) => child.name === element.name);
  const why = known && element.namespace === "" ? "is repeated or out of order" : "is unknown";
  return new Fault("Client", `${nameOf(element)} ${why} in ${parent.name}`);
}

function nameOf({ namespace, name }: XmlElement): string {
  return namespace === "" ? name : `{${namespace}}${name}`;
}

function decodeText(element: XmlElement, content: ElementShape["content"]): ElementValue {
  if (element.children.length > 0) throw new Fault("Client", `${element.name} must contain text, not elements`);
  return parseText(element.text, content, element.name);
}

function parseText(text: string, content: ElementShape["content"], name: string): ElementValue {
  // The lexical forms of XML Schema: white space around a boolean or a number does not count.
  const token = text.trim();
  if (content === "boolean") {
    if (/^(?:true|1)$/.test(token)) return true;
    if (/^(?:false|0)$/.test(token)) return false;
    throw new Fault("Client", `${name} must be true or false`);
  }
  if (content === "int") {
    if (/^[+-]?\d{1,10}$/.test(token)) return Number(token);
    throw new Fault("Client", `${name} must be a whole number`);
  }
  return text;
}
