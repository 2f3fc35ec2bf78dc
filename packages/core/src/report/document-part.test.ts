import { describe, expect, test } from "vitest";
import { DocumentPart } from "./document-part.ts";

const document = (value: unknown): DocumentPart => DocumentPart.parse(JSON.stringify(value));

describe("a part of a document", () => {
  test("holds what the document itself says, never what an object inherits", () => {
    for (const key of ["toString", "constructor", "hasOwnProperty", "__proto__"])
      expect(document({}).get(key).isAbsent, key).toBe(true);
    expect(DocumentPart.parse('{"__proto__":{"a":1}}').get("a").isAbsent).toBe(true);
  });

  test.for<{ what: string; read: () => unknown; says: string }>([
    { what: "text", read: () => document({ a: 1 }).get("a").text(), says: "a is no text." },
    { what: "a number", read: () => document({ a: "1" }).get("a").number(), says: "a is no number." },
    { what: "a count", read: () => document({ a: -1 }).get("a").count(), says: "a is no count." },
    { what: "a whole count", read: () => document({ a: 1.5 }).get("a").count(), says: "a is no count." },
    {
      what: "a list",
      read: () =>
        document({ a: { length: 1 } })
          .get("a")
          .list(String),
      says: "a is no list.",
    },
    { what: "an object", read: () => document([1]).get("a"), says: "It is no object." },
    {
      what: "an object in a list",
      read: () =>
        document({ a: [{ b: 1 }, 2] })
          .get("a")
          .list((each) => each.get("b").number()),
      says: "a[1] is no object.",
    },
    { what: "one of these", read: () => document({ a: "x" }).get("a").oneOf(["y", "z"]), says: "a is none of y, z." },
    { what: "a time", read: () => document({ a: "2026-13-01T00:00:00Z" }).get("a").time(), says: "a is no time." },
    { what: "JSON", read: () => DocumentPart.parse("{"), says: "It is no JSON." },
  ])("that should be $what and is not says where it stands", ({ read, says }) => {
    expect(read).toThrow(expect.objectContaining({ name: "MalformedDocumentError", message: says }) as Error);
  });

  test("may be absent, or null in its place", () => {
    expect(
      document({ a: null })
        .get("a")
        .optional((each) => each.text()),
    ).toBeUndefined();
    expect(
      document({ a: "x" })
        .get("a")
        .optional((each) => each.text()),
    ).toBe("x");
  });
});
