import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataSchema } from "./generated/apptest.ts";
import { firstProblem, type RequestSchema } from "./request-schema.ts";

const generated = await Promise.all(
  globSync("generated/*-requests.ts", { cwd: import.meta.dirname }).map(
    async (file) =>
      (await import(pathToFileURL(join(import.meta.dirname, file)).href)) as Record<string, RequestSchema>,
  ),
);

describe("a request", () => {
  it.each<{ schema: RequestSchema; value: unknown; text: string | undefined }>([
    { schema: { type: "string", maxLength: 2 }, value: "👍👍", text: undefined },
    { schema: { type: "string", maxLength: 1 }, value: "👍👍", text: "the body must have at most 1 character" },
    { schema: { type: "string", minLength: 2 }, value: "👍", text: "the body must have at least 2 characters" },
    { schema: { type: "string", pattern: "^[^/]+$" }, value: "a/b", text: "the body must match ^[^/]+$" },
    { schema: { type: "string", enum: ["a", "b"] }, value: "c", text: "the body must be one of a, b" },
    { schema: { type: "integer", minimum: 1 }, value: 0, text: "the body must be at least 1" },
    { schema: { type: "integer", maximum: 1 }, value: 2, text: "the body must be at most 1" },
    { schema: { type: "integer" }, value: 1.5, text: "the body must be of the type integer" },
    { schema: { type: "boolean" }, value: "true", text: "the body must be of the type boolean" },
    { schema: { type: "object" }, value: [], text: "the body must be of the type object" },
    { schema: { type: "object" }, value: null, text: "the body must be of the type object" },
    { schema: { type: "array" }, value: {}, text: "the body must be of the type array" },
    { schema: { type: "array", minItems: 1 }, value: [], text: "the body must have at least 1 item" },
    {
      schema: { type: "object", properties: { list: { type: "array", items: { type: "string" } } } },
      value: { list: ["a", 1] },
      text: "list.1 must be of the type string",
    },
    { schema: { type: "object", required: ["toString"] }, value: {}, text: "toString is missing" },
    {
      schema: { type: "object", additionalProperties: false, properties: { a: { type: "string" } } },
      value: { a: 1, b: 1 },
      text: "b is not known",
    },
    {
      schema: { type: "object", additionalProperties: false },
      value: JSON.parse('{ "__proto__": 1 }'),
      text: "__proto__ is not known",
    },
    {
      schema: { type: "object", required: ["b"], properties: { a: { type: "string" } } },
      value: { a: 1 },
      text: "b is missing",
    },
  ])("$value: $text", ({ schema, value, text }) => {
    expect(firstProblem(schema, value)?.text).toBe(text);
  });
});

describe("every schema of the sandbox", () => {
  const schemas = Object.entries<RequestSchema>(Object.assign({ dataSchema }, ...generated));

  it("is tried: each service whose requests are JSON has a file", () => expect(generated.length).toBeGreaterThan(1));

  it.each(schemas)("%s: an independent validator finds the same first problem", (_name, schema) => {
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const seen = new Set<string>();
    fc.assert(
      fc.property(almost(schema), (value) => {
        const found = firstProblem(schema, value);
        seen.add(found?.keyword ?? "valid");
        expect(found && { path: found.path, keyword: found.keyword }).toEqual(problemByAjv(validate, value));
      }),
      { numRuns: 500 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(["valid", "type", "required"]));
  });

  /** Returns values that the schema allows, except that any part may be something else. */
  function almost(schema: RequestSchema): fc.Arbitrary<unknown> {
    return fc.oneof({ weight: 30, arbitrary: valid(schema) }, { weight: 1, arbitrary: fc.jsonValue() });
  }

  function valid(schema: RequestSchema): fc.Arbitrary<unknown> {
    const { minLength = 0, maxLength = 9, minimum = -9, maximum = 9, minItems = 0 } = schema;
    switch (schema.type) {
      case "boolean":
        return fc.boolean();
      case "integer":
        return fc.integer({ min: minimum - 1, max: maximum + 1 });
      case "string": {
        if (schema.enum) return fc.constantFrom(...schema.enum);
        const [least, most] = [Math.max(0, minLength - 1), maxLength + 1];
        return fc.string({ unit: "grapheme", minLength: least, maxLength: most, size: "max" });
      }
      case "array":
        return schema.items
          ? fc.array(almost(schema.items), { minLength: minItems, maxLength: 3 })
          : expect.unreachable();
      case "object": {
        const { properties = {}, required = [] } = schema;
        const known = fc.record(
          Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, almost(each)])),
          { requiredKeys: [...required] },
        );
        return fc.oneof(
          { weight: 8, arbitrary: known },
          // A key is missing, or there is one more.
          {
            weight: 1,
            arbitrary: fc.tuple(known, fc.constantFrom(...required, "")).map(([all, key]) => without(all, key)),
          },
          {
            weight: 1,
            arbitrary: fc
              .tuple(known, fc.dictionary(fc.string(), fc.jsonValue()))
              .map(([all, more]) => ({ ...more, ...all })),
          },
        );
      }
    }
  }

  function without(all: object, key: string): object {
    return Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
  }

  function problemByAjv(validate: ReturnType<Ajv2020["compile"]>, value: unknown): unknown {
    if (validate(value)) return undefined;
    const { instancePath, keyword, params } = validate.errors?.[0] ?? expect.unreachable("no error");
    const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
    const path = instancePath.split("/").slice(1);
    return { path: [...path, missingProperty ?? additionalProperty ?? []].flat(), keyword };
  }
});
