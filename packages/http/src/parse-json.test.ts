import { expect, test } from "vitest";
import { isObject, parseJson } from "./parse-json.ts";

test.each([
  { title: "an object", text: '{"a":{"b":[1,null]}}', value: { a: { b: [1, null] } } },
  { title: "a list", text: "[1]", value: [1] },
  { title: "a byte order mark and blanks before it", text: '\uFEFF\n {"a":1}', value: { a: 1 } },
  { title: "the same key in two objects", text: '{"a":{"b":1},"c":{"b":2}}', value: { a: { b: 1 }, c: { b: 2 } } },
])("$title is read", ({ text, value }) => expect(parseJson(text)).toEqual(value));

test.each([
  { title: "nothing", text: "" },
  { title: "an HTML page", text: "<html>" },
  { title: "half a document", text: '{"a":' },
  { title: "a key that occurs twice", text: '{"status":"failed","status":"passed"}' },
  { title: "a key that occurs twice, further down", text: '{"runs":[{"a":1,"\\u0061":2}]}' },
])("$title is not", ({ text }) => expect(parseJson(text)).toBeUndefined());

test.each([
  [{}, true],
  [[], false],
  [null, false],
  [undefined, false],
  ["{}", false],
])("%j as an object: %s", (value, isOne) => expect(isObject(value)).toBe(isOne));
