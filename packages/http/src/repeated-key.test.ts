import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { repeatedKey } from "./repeated-key.ts";

describe("a key that occurs twice is found in", () => {
  test.each([
    ['{"a":1,"a":2}', "a"],
    ['{"b":{"a":1,"c":[],"a":{}},"x":1}', "a"],
    ['[{"a":1},{"a":1,"b":2,"b":2}]', "b"],
    [String.raw`{"error":1,"\u0065rror":2}`, "error"],
    [String.raw`{"\"":1,"\u0022":2}`, '"'],
    [String.raw`{"a\\":1,"a\\":2}`, "a\\"],
    ['{"":1,"":2}', ""],
    ['{"__proto__":1,"__proto__":2}', "__proto__"],
    [' { "a" : [ { "x" : 1 } , 2 ] , "a" : 2 } ', "a"],
  ])("%s", (text, key) => expect(repeatedKey(text)).toBe(key));
});

describe("no key is found in", () => {
  test.each([
    "1",
    '"a"',
    '"{\\"a\\":1,\\"a\\":2}"',
    "[]",
    '["a","a"]',
    '{"a":"a","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":[{"a":1},{"a":1}],"b":{"a":1}}',
    String.raw`{"a":"\\","b":"\"a\":1,\"a\":2"}`,
  ])("%s", (text) => expect(repeatedKey(text)).toBeUndefined());

  test("any output of JSON.stringify, unless a key is added twice", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), fc.jsonValue(), (value, key, one, other) => {
        expect(repeatedKey(JSON.stringify(value, undefined, 1))).toBeUndefined();
        const [name, first, second] = [key, one, other].map((each) => JSON.stringify(each));
        expect(repeatedKey(`[${JSON.stringify(value)},{${name}:${first},${name}:${second}}]`)).toBe(key);
      }),
    );
  });
});

test("the search time grows only linearly with the text", () => {
  for (const text of [
    `"${"\\\\".repeat(2 ** 20)}"`,
    `"${'\\"'.repeat(2 ** 20)}"`,
    `${"[".repeat(2 ** 20)}${"]".repeat(2 ** 20)}`,
  ]) {
    const begun = performance.now();
    expect(repeatedKey(text)).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(2_000);
  }
});
