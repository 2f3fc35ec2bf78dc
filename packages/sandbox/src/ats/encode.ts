import { cdata } from "../xml-text.ts";
import type { Decoded } from "./decode.ts";
import { soapNamespace } from "./envelope.ts";
import type { ElementShape } from "./shape.ts";

/**
 * An answer's envelope, its elements in the order of the shape and its texts as CDATA, as the service sends them.
 *
 * @throws {TypeError} when a required element has no value: a fault of the sandbox.
 */
export function encodeEnvelope(namespace: string, shape: ElementShape, value: Decoded): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<soap:Envelope xmlns:soap="${soapNamespace}" xmlns:tns="${namespace}"><soap:Body>` +
    `<tns:${shape.name}>${encodeContent(shape, value)}</tns:${shape.name}>` +
    "</soap:Body></soap:Envelope>\n"
  );
}

function encodeContent(shape: ElementShape, value: Decoded): string {
  if (typeof value === "string") return value === "" ? "" : cdata(value);
  if (typeof value !== "object" || typeof shape.content === "string") return JSON.stringify(value);
  return shape.content
    .map((child) => encodeChild(child, (value as Record<string, Decoded>)[child.name], shape))
    .join("");
}

function encodeChild(child: ElementShape, value: Decoded | undefined, parent: ElementShape): string {
  if (value === undefined) {
    if (child.optional) return "";
    throw new TypeError(`${parent.name} has no ${child.name}`);
  }
  const values = child.repeated ? (value as readonly Decoded[]) : [value];
  return values.map((item) => `<${child.name}>${encodeContent(child, item)}</${child.name}>`).join("");
}
