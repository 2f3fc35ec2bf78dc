import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { services, targetNamespace } from "../generated/ats.ts";
import { type ElementValue, decode } from "./decode.ts";
import { encodeEnvelope } from "./encode.ts";
import { readEnvelope } from "./envelope.ts";
import type { ElementShape } from "./shape.ts";

const fits = fc
  .string({ unit: fc.constantFrom("]", "]]>", "<", "&", ">", '"', " ", "\n", "a", "한", "😀") })
  .map((text) => text.replaceAll("\r", ""));

/** Any value of a shape, with or without its optional fields. */
function valueOf(shape: ElementShape): fc.Arbitrary<ElementValue> {
  if (shape.content === "string") return fits;
  if (shape.content === "boolean") return fc.boolean();
  if (shape.content === "int") return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const fields = Object.fromEntries(
    shape.content.map((child) => [
      child.name,
      child.repeated ? fc.array(valueOf(child), { maxLength: 4 }) : valueOf(child),
    ]),
  );
  const required = shape.content.filter((child) => !child.optional || child.repeated).map(({ name }) => name);
  return fc.record(fields, { requiredKeys: required, noNullPrototype: true });
}

describe("a value that is encoded by a shape", () => {
  it.each(Object.entries(services))("is decoded to the same value: the answer of %s", (_name, { output }) => {
    fc.assert(
      fc.property(valueOf(output), (value) => {
        const { header, body } = readEnvelope(encodeEnvelope(targetNamespace, output, value));
        expect(header).toEqual([]);
        expect({ name: body.name, namespace: body.namespace }).toEqual({
          name: output.name,
          namespace: targetNamespace,
        });
        expect(decode(body, output)).toEqual(value);
      }),
    );
  });

  it("is not encoded without its required fields", () => {
    expect(() => encodeEnvelope(targetNamespace, services.RunJob.output, { RunJob: { JobID: "1" } })).toThrow(
      "RunJob has no Started",
    );
  });
});
