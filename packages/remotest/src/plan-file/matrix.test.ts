import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Combination, combinationsOf, type Matrix, sizeOf } from "./matrix.ts";

const of = (values: Readonly<Record<string, string>>): Combination => new Map(Object.entries(values));

function plain(matrix: Matrix): readonly Readonly<Record<string, string>>[] {
  return combinationsOf(matrix).map((each) => Object.fromEntries(each));
}

const fruit: Matrix["keys"] = new Map([
  ["fruit", ["apple", "pear"]],
  ["animal", ["cat", "dog"]],
]);

describe("the combinations of a matrix", () => {
  test("are in the order of the file", () => {
    expect(plain({ keys: fruit, exclude: [], include: [] })).toEqual([
      { fruit: "apple", animal: "cat" },
      { fruit: "apple", animal: "dog" },
      { fruit: "pear", animal: "cat" },
      { fruit: "pear", animal: "dog" },
    ]);
  });

  test("leave out what has all values of an exclude", () => {
    expect(
      plain({ keys: fruit, exclude: [of({ fruit: "pear" }), of({ fruit: "apple", animal: "dog" })], include: [] }),
    ).toEqual([{ fruit: "apple", animal: "cat" }]);
  });

  // The example in GitHub's own documentation of `include`.
  test("are extended by includes as on GitHub", () => {
    const include = [
      of({ color: "green" }),
      of({ color: "pink", animal: "cat" }),
      of({ fruit: "apple", shape: "circle" }),
      of({ fruit: "banana" }),
      of({ fruit: "banana", animal: "cat" }),
    ];
    expect(plain({ keys: fruit, exclude: [], include })).toEqual([
      { fruit: "apple", animal: "cat", color: "pink", shape: "circle" },
      { fruit: "apple", animal: "dog", color: "green", shape: "circle" },
      { fruit: "pear", animal: "cat", color: "pink" },
      { fruit: "pear", animal: "dog", color: "green" },
      { fruit: "banana" },
      { fruit: "banana", animal: "cat" },
    ]);
  });

  test("are those of the includes alone, without any key", () => {
    expect(plain({ keys: new Map(), exclude: [], include: [of({ a: "1" }), of({ a: "2" })] })).toEqual([
      { a: "1" },
      { a: "2" },
    ]);
  });
});

describe("whatever the matrix", () => {
  const key = fc.constantFrom("a", "b", "c");
  const value = fc.constantFrom("1", "2", "3");
  const keys = fc
    .uniqueArray(fc.tuple(key, fc.uniqueArray(value, { minLength: 1 })), { selector: ([name]) => name })
    .map((each) => new Map(each));
  const combination = fc.dictionary(fc.constantFrom("a", "b", "c", "extra"), value, { minKeys: 1 }).map(of);
  const matrix: fc.Arbitrary<Matrix> = fc.record({
    keys,
    exclude: fc.array(combination, { maxLength: 2 }),
    include: fc.array(combination, { maxLength: 2 }),
  });

  test("without rules, there is each combination once", () => {
    fc.assert(
      fc.property(keys, (given) => {
        const all = plain({ keys: given, exclude: [], include: [] }).map((each) => JSON.stringify(each));
        expect(all).toHaveLength(given.size === 0 ? 0 : sizeOf({ keys: given, exclude: [], include: [] }));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  test("no combination of the keys is one that was excluded, and no other one is lost", () => {
    fc.assert(
      fc.property(matrix, ({ keys: given, exclude }) => {
        const all = plain({ keys: given, exclude: [], include: [] });
        const kept = plain({ keys: given, exclude, include: [] });
        const isExcluded = (each: Readonly<Record<string, string>>): boolean =>
          exclude.some((rule) => [...rule].every(([name, wanted]) => each[name] === wanted));
        expect(kept).toEqual(all.filter((each) => !isExcluded(each)));
      }),
    );
  });

  test("an include takes nothing away, and each of its values is somewhere", () => {
    fc.assert(
      fc.property(matrix, ({ keys: given, exclude, include }) => {
        const kept = plain({ keys: given, exclude, include: [] });
        const all = plain({ keys: given, exclude, include });
        for (const [index, each] of kept.entries()) expect(all[index]).toMatchObject(each);
        const last = include.at(-1);
        if (last) expect(all.some((each) => [...last].every(([name, wanted]) => each[name] === wanted))).toBe(true);
        expect(all.length).toBeLessThanOrEqual(sizeOf({ keys: given, exclude, include }));
      }),
    );
  });
});
