import fc from "fast-check";
import { expect, test } from "vitest";
import { PlainHeaders } from "./plain-headers.ts";

test("the operations that openapi-fetch uses have the same results as with the built-in Headers", () => {
  const name = fc.constantFrom("accept", "Accept", "AUTHORIZATION", "authorization", "x-a");
  const value = fc.oneof(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer());
  const step = fc.tuple(fc.constantFrom("set", "append", "delete"), name, value);
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const plain = new PlainHeaders();
      const builtIn = new Headers();
      for (const [method, key, each] of steps) {
        plain[method](key, each);
        builtIn[method](key, String(each));
      }
      expect(Object.fromEntries(plain)).toEqual(Object.fromEntries(builtIn));
      expect(Object.fromEntries(plain.entries())).toEqual(Object.fromEntries(builtIn.entries()));
    }),
  );
});
