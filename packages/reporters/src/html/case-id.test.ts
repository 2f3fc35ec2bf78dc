import fc from "fast-check";
import { expect, test } from "vitest";
import { base36, caseId } from "./case-id.ts";

test.for([
  ['["Phones","Pixel 9",1]', "22c2dhyn0oq"],
  ["", "1it90n4h0p1"],
])("the ID of %s stays the same", ([key = "", id]) => {
  expect(caseId(key)).toBe(id);
});

test("a number in base 36 has the digits that Node gives it", () => {
  const edges = fc.constantFrom(0, 1, 36 ** 5 - 1, 36 ** 5, 36 ** 5 + 1, 36 ** 10, 2 ** 32, 2 ** 53 - 1);
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeNat(), edges), (number) => {
      expect(base36(number)).toBe(number.toString(36));
    }),
  );
});
