import { cdata } from "../xml-text.ts";
import type { ElementValue } from "./decode.ts";
import { soapNamespace } from "./envelope.ts";
import type { ElementShape } from "./shape.ts";

/**
 * Encodes an answer's envelope: elements in the order of the shape, texts as CDATA, as the service sends them.
 *
 * @throws {TypeError} if a required element has no value: a fault of the sandbox.
 */
export function encodeEnvelope(namespace: string, shape: ElementShape, value: ElementValue): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<soap:Envelope xmlns:soap="${soapNamespace}" xmlns:tns="${namespace}"><soap:Body>` +
    `<tns:${shape.name}>${encodeContent(shape, value)}</tns:${shape.name}>` +
    "</soap:Body></soap:Envelope>\n"
  );
}

function encodeContent(shape: ElementShape, value: ElementValue): string {
  if (typeof value === "string") return value === "" ? "" : cdata(value);
  if (typeof value !== "object" || typeof shape.content === "string") return JSON.stringify(value);
  return shape.content
    .map((child) => encodeChild(child, (value as Record<string, ElementValue>)[child.name], shape))
    .join("");
}

function encodeChild(child: ElementShape, value: ElementValue | undefined, parent: ElementShape): string {
  if (value === undefined) {
    if (child.optional) return "";
    throw new TypeError(`${parent.name} has no ${child.name}`);
  }
  const values = child.repeated ? (value as readonly ElementValue[]) : [value];
  return values.map((item) => `<${child.name}>${encodeContent(child, item)}</${child.name}>`).join("");
}
