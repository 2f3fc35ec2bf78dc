import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { count, list, matching, number, object, oneOf, placeOf, text, variant } from "./schema.ts";

const shape = variant("kind", [
  object({ kind: oneOf(["round"]), radius: number }),
  object({ kind: oneOf(["square", "flat"]), sides: list(count), note: v.nullish(text) }),
]);

/** Returns the first problem, as a reader of the file sees it. */
function problemIn(schema: v.GenericSchema, value: unknown): string | undefined {
  const [issue] = v.safeParse(schema, value, { abortEarly: true }).issues ?? [];
  return issue && `${placeOf(issue.path)}: ${issue.message}`;
}

describe("a value that is not valid", () => {
  test.for<[v.GenericSchema, unknown, string]>([
    [text, 1, ": must be text"],
    [number, "1", ": must be a number"],
    [number, Number.NaN, ": must be a number"],
    [count, -1, ": must be a count"],
    [count, 2 ** 53, ": must be a count"],
    [matching(/^a$/), "b", ": must match /^a$/"],
    [oneOf(["a", "b"]), "c", ": must be one of a, b"],
    [list(text), "a", ": must be a list"],
    [list(text), ["a", 1], "[1]: must be text"],
    [object({ a: text }), 1, ": must be an object"],
    [object({ a: text }), {}, "a: is missing"],
    [object({ a: text }, "must be set"), {}, "a: must be set"],
    [shape, 1, ": must be an object"],
    [shape, {}, "kind: must be one of round, square, flat"],
    [shape, { kind: "round" }, "radius: is missing"],
    [shape, { kind: "flat", sides: [1, -1] }, "sides[1]: must be a count"],
  ])("%#: says where it is and what it must be", ([schema, value, says]) => {
    expect(problemIn(schema, value)).toBe(says);
  });
});

describe("an object", () => {
  test("has no null, no unknown key, and is a copy", () => {
    const given = { kind: "square", sides: [1], note: null, more: 1 };
    const read = v.parse(shape, given);
    expect(read).toEqual({ kind: "square", sides: [1] });
    expect("note" in read).toBe(false);
    expect(given.note).toBeNull();
  });
});

test("the place of the value itself is empty, and of a part is as code would write it", () => {
  expect([placeOf(), placeOf([]), placeOf([{ key: 0 }]), placeOf([{ key: "a" }, { key: 2 }, { key: "b" }])]).toEqual([
    "",
    "",
    "[0]",
    "a[2].b",
  ]);
});
