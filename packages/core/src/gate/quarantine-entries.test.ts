import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { problemIn } from "../inputs/problem.ts";
import { readQuarantine } from "./quarantine-entries.ts";

const good = { case: "Pixel *", reason: "SHOP-12", until: "2026-12-31" };
const said = (document: unknown): readonly string[] =>
  readQuarantine(document, "q.yaml", (index) => index * 4 + 1).problems.map((problem) => {
    const { message, suggestion } = problemIn(problem);
    return suggestion ? `${message} ${suggestion}` : message;
  });

describe("the entries of a quarantine file", () => {
  test("are read", () => {
    expect(readQuarantine([good, { ...good, suite: "Phones" }], "q.yaml", (index) => index + 1)).toEqual({
      entries: [
        { ...good, place: "entry 1 (line 1)" },
        { ...good, suite: "Phones", place: "entry 2 (line 2)" },
      ],
      problems: [],
    });
  });

  test.for([{ document: null }, { document: undefined }, { document: [] }])("may be empty: $document", ({ document }) =>
    expect(readQuarantine(document, "q.yaml")).toEqual({ entries: [], problems: [] }),
  );

  test.for<{ document: unknown; wanted: readonly RegExp[] }>([
    { document: {}, wanted: [/^--quarantine q\.yaml: It is not a list of entries\. An entry is written as/] },
    { document: "Pixel 9", wanted: [/not a list/] },
    { document: Array.from({ length: 2001 }, () => good), wanted: [/more than 2000 entries/] },
    { document: ["Pixel 9"], wanted: [/entry 1 \(line 1\) is not a mapping/] },
    { document: [null], wanted: [/is not a mapping/] },
    { document: [[good]], wanted: [/is not a mapping/] },
    { document: [{}], wanted: [/has no case/, /has no reason.*Say why/, /has no until.*2026-12-31/] },
    { document: [{ ...good, case: 7 }], wanted: [/entry 1 \(line 1\) has a case that is not text\. Put it in quotes/] },
    { document: [{ ...good, suite: null }], wanted: [/has no suite/] },
    { document: [{ ...good, suite: true }], wanted: [/has a suite that is not text/] },
    { document: [{ ...good, reason: " " }], wanted: [/has an empty reason/] },
    { document: [{ ...good, case: "*".repeat(501) }], wanted: [/more than 500 characters/] },
    { document: [{ ...good, until: "tomorrow" }], wanted: [/not a date.*2026-12-31/] },
    { document: [{ ...good, until: "2026-02-30" }], wanted: [/not a date/] },
    { document: [{ ...good, until: "2026-13-01" }], wanted: [/not a date/] },
    { document: [{ ...good, until: "2026-12-31T00:00:00Z" }], wanted: [/not a date/] },
    { document: [{ ...good, until: 2026 }], wanted: [/not a date/] },
    {
      document: [{ ...good, unitl: "x" }],
      wanted: [/has "unitl", which is not a key of an entry\. Did you mean until\?/],
    },
    { document: [{ ...good, because: "x" }], wanted: [/An entry has case, suite, reason, until/] },
    { document: [good, good], wanted: [/entry 2 \(line 5\) is for the same tests as entry 1 \(line 1\)/] },
    {
      document: [{ ...good, until: "x" }, good, { case: "a" }],
      wanted: [/entry 1 .*not a date/, /entry 3 .*no reason/, /entry 3 .*no until/],
    },
    {
      document: JSON.parse('[{"__proto__": {"case": "a"}, "reason": "r", "until": "2026-12-31"}]'),
      wanted: [/"__proto__", which is not a key of an entry/, /has no case/],
    },
  ])("$document: $wanted", ({ document, wanted }) => {
    const problems = said(document);
    expect(problems).toHaveLength(wanted.length);
    for (const [index, pattern] of wanted.entries()) expect(problems[index]).toMatch(pattern);
  });

  test("whatever the file contains is an entry or a problem", () => {
    fc.assert(
      fc.property(
        fc.array(fc.anything({ withNullPrototype: true, withBigInt: true }), { minLength: 1 }),
        (document) => {
          const { entries, problems } = readQuarantine(document, "q.yaml");
          expect(entries.length + problems.length).toBeGreaterThanOrEqual(document.length);
          for (const { case: name, reason, until } of entries)
            for (const text of [name, reason, until]) expect(text).toBeTypeOf("string");
        },
      ),
    );
  });
});
