import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everything, hashOf, narrows, type Query, queryOf } from "./query.ts";

const query: fc.Arbitrary<Query> = fc.record({
  text: fc.string({ unit: "grapheme" }).map((text) => text.trim()),
  outcomes: fc.subarray(["failed", "error", "flaky", "skipped", "passed", "quarantined"]),
  suite: fc.string({ unit: "grapheme" }),
  run: fc.constantFrom("", "0", "1", "12"),
  group: fc.constantFrom("", "run", "name"),
  sort: fc.constantFrom("", "time"),
});

describe("the end of the address", () => {
  it.each([
    [everything, ""],
    [{ ...everything, text: "  " }, ""],
    [{ ...everything, text: " cart " }, "#text=cart"],
    [{ ...everything, outcomes: ["failed", "error"] }, "#outcome=failed.error"],
    [{ ...everything, group: "run", sort: "time" }, "#group=run&sort=time"],
    [
      { ...everything, text: "a=b&c", outcomes: ["passed"], suite: "Phones #1", run: "0" },
      "#text=a%3Db%26c&outcome=passed&suite=Phones+%231&run=0",
    ],
  ] as const)("of %j is %j", (given, wanted) => expect(hashOf(given)).toBe(wanted));

  it("can be read back to the same query", () => {
    fc.assert(
      fc.property(query, (given) => {
        expect(queryOf(hashOf(given))).toEqual(given);
      }),
    );
  });

  it.each(["#t-1a2b3c", "#c-1a2b3c", "#failing"])("%s is the link to an element, not a query", (hash) =>
    expect(queryOf(hash)).toBeUndefined(),
  );

  it.each(["", "#"])("%j shows everything", (hash) => expect(narrows(queryOf(hash) ?? (query as never))).toBe(false));
});
