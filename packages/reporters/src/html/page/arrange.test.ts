import { describe, expect, it } from "vitest";
import { arranged } from "./arrange.ts";
import { millisecondsOf } from "./milliseconds.ts";
import type { Row } from "./test-part.ts";

function row(name: string, suite: string, runName: string, outcome: string, ms: number): Row {
  return {
    element: undefined as never,
    entry: { outcomes: [outcome], suite, run: runName, text: "" },
    name,
    runName,
    ms,
  };
}

const rows = [
  row("Pay 10", "Checkout", "Pixel", "passed", 5),
  row("Pay 9", "Checkout", "Pixel", "failed", 70),
  row("Find", "Search", "Pixel", "error", -1),
  row("Pay 10", "Checkout", "Galaxy", "skipped", 300),
];

const names = (group: string, sort: string): unknown =>
  arranged(rows, { group, sort }).map(({ title, rows }) => [title, rows.map(({ name }) => name).join(", ")]);

describe("the table of every test", () => {
  it.each([
    {
      group: "",
      sort: "name",
      wanted: [
        ["Pixel · Checkout", "Pay 9, Pay 10"],
        ["Pixel · Search", "Find"],
        ["Galaxy · Checkout", "Pay 10"],
      ],
    },
    {
      group: "run",
      sort: "outcome",
      wanted: [
        ["Pixel", "Pay 9, Find, Pay 10"],
        ["Galaxy", "Pay 10"],
      ],
    },
    {
      group: "name",
      sort: "",
      wanted: [
        ["Pay 10", "Pay 10, Pay 10"],
        ["Pay 9", "Pay 9"],
        ["Find", "Find"],
      ],
    },
    { group: "all", sort: "time", wanted: [["All tests", "Pay 10, Pay 9, Pay 10, Find"]] },
    { group: "all", sort: "constructor", wanted: [["All tests", "Pay 10, Pay 9, Find, Pay 10"]] },
  ])("grouped by $group, sorted by $sort", ({ group, sort, wanted }) => expect(names(group, sort)).toEqual(wanted));

  it.each([
    ["850 ms", 850],
    ["1.5 s", 1500],
    ["1 min 05 s", 65_000],
    ["2 h 03 min", 7_380_000],
    ["", -1],
  ])("reads %j as %d", (words, ms) => expect(millisecondsOf(words)).toBe(ms));
});
