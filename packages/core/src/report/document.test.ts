import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parseDocument } from "./document.ts";

const schema = v.object({ list: v.array(v.object({ "a name": v.string("must be text") })) });
const read = (json: string) => () => parseDocument(schema, json);

describe("a document", () => {
  test("contains only the keys of its schema", () => {
    expect(parseDocument(schema, '\uFEFF{"list":[{"a name":"x","more":1}],"more":1}')).toEqual({
      list: [{ "a name": "x" }],
    });
  });

  test.for([
    { json: '{"list":[{"a name":"x"},{"a name":1}]}', says: "list[1].a name must be text." },
    { json: '{"list":[{"a name":1},{"a name":2}]}', says: "list[0].a name must be text." },
    { json: "{", says: "It must be JSON." },
    { json: "", says: "It must be JSON." },
  ])("that is malformed names the place: $json", ({ json, says }) => {
    expect(read(json)).toThrow(expect.objectContaining({ name: "MalformedDocumentError", message: says }) as Error);
  });

  test("that is wrong as a whole has no place", () => {
    expect(() => parseDocument(v.string("must be text"), "7")).toThrow("It must be text.");
  });
});
