import { describe, expect, test } from "vitest";
import {
  linesOf,
  type Measurements,
  measurementsOf,
  merged,
  outdated,
  type StrykerReport,
  triedAgain,
} from "./measurements.ts";

type Mutant = StrykerReport["files"][string]["mutants"][number];
/** The place from one line and column to another. */
const at = (line: number, column: number, toLine: number, toColumn: number): Mutant["location"] => ({
  start: { line, column },
  end: { line: toLine, column: toColumn },
});
const source = "if (ready) {\n  open(a | b);\n}\n";
const condition = at(1, 5, 1, 10);
const report: StrykerReport = {
  files: {
    "src/gate.ts": {
      source,
      mutants: [
        { status: "Killed", replacement: "false", location: condition },
        { status: "Timeout", replacement: "true", location: condition },
        { status: "Survived", replacement: "open(\n    a\n  )", location: at(2, 3, 2, 14) },
        { status: "NoCoverage", replacement: "{}", location: at(1, 12, 3, 2) },
        { status: "RuntimeError", replacement: "{}", location: condition },
      ],
    },
  },
};
const measured = (changes: number): Measurements[string] => ({ source: "0", changes, survivors: [] });

test("a measurement counts the changes that can run, and names those that no test noticed", () => {
  expect(measurementsOf(report)).toEqual({
    "src/gate.ts": {
      source: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
      changes: 4,
      survivors: [
        { line: "open(a | b);", original: "open(a | b)", replacement: "open( a )" },
        { line: "if (ready) {", original: "{ open(a | b); }", replacement: "{}" },
      ],
    },
  });
});

describe("a new measurement", () => {
  const earlier = { "a.ts": measured(1), "b.ts": measured(2), "gone.ts": measured(3) };

  test("replaces the earlier one of its file and leaves the others", () =>
    expect(merged(earlier, { "b.ts": measured(9) }, ["a.ts", "b.ts", "gone.ts"])).toEqual({
      ...earlier,
      "b.ts": measured(9),
    }));

  test("takes the place that the file has in the list", () =>
    expect(Object.keys(merged(earlier, { "new.ts": measured(9) }, ["new.ts", "b.ts", "a.ts"]))).toEqual([
      "new.ts",
      "b.ts",
      "a.ts",
    ]));

  test("removes the files that are not in the list any more", () =>
    expect(merged(earlier, {}, ["a.ts", "b.ts", "never.ts"])).toEqual({ "a.ts": measured(1), "b.ts": measured(2) }));
});

test("a file is outdated if its source has changed since it was measured, or if it never was", () => {
  const files = ["src/gate.ts", "src/new.ts"];
  expect(outdated(measurementsOf(report), files, () => source)).toEqual(["src/new.ts"]);
  expect(outdated(measurementsOf(report), files, () => `${source}// and more`)).toEqual(files);
});

describe("the changes that no test noticed", () => {
  const whole = measurementsOf(report)["src/gate.ts"] ?? expect.unreachable();

  test("are found again in the source, over all their lines", () => {
    expect(linesOf(source, whole.survivors)).toEqual(["2-2", "1-3"]);
    const twice = { line: "a();", original: "a();", replacement: ";" };
    expect(linesOf("a();\nb();\n  a();\n", [twice, twice])).toEqual(["1-1", "3-3"]);
    expect(linesOf("b();\n", [twice])).toEqual([]);
    // One that is cut ends where the indentation does.
    const long = { line: "a(() => {", original: "a(() => { b();…", replacement: ";" };
    expect(linesOf("  a(() => {\n    b();\n\n    c();\n  });\n  d();\n", [long])).toEqual(["1-5"]);
  });

  test("are tried again: the rest of the measurement stays", () => {
    const again: StrykerReport = {
      files: {
        "src/gate.ts": {
          source,
          mutants: [
            { status: "Killed", replacement: "open(\n    a\n  )", location: at(2, 3, 2, 14) },
            { status: "Survived", replacement: "b", location: at(2, 8, 2, 13) },
            { status: "Ignored", replacement: "{}", location: at(1, 12, 3, 2) },
          ],
        },
      },
    };
    // One is noticed by now, and one was not tried.
    expect(triedAgain("src/gate.ts", whole, again)).toEqual({ ...whole, survivors: whole.survivors.slice(1) });
    expect(triedAgain("src/gate.ts", whole, report)).toEqual(whole);
    expect(triedAgain("src/gate.ts", whole, { files: {} })).toEqual(whole);
  });

  test("stay if one of several like them is still not noticed", () => {
    const twice = { line: "a();", original: "a();", replacement: ";" };
    const mutants = (["Killed", "Survived"] as const).map((status, index) => ({
      status,
      replacement: ";",
      location: at(index + 1, 1, index + 1, 5),
    }));
    const two = { source: "0", changes: 9, survivors: [twice] };
    expect(triedAgain("a.ts", two, { files: { "a.ts": { source: "a();\na();\n", mutants } } })).toEqual(two);
  });
});
