import { TimedOutError } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { ctrfReporter } from "../ctrf/ctrf.ts";
import { passed, report, testRun, withoutResults, withResults } from "../fixtures/build.ts";
import { renderMarkdown } from "../markdown/summary.ts";
import { warningsOf } from "./warnings.ts";

const results = (...warnings: readonly string[]) => testRun({ Phones: [passed("Pixel 9")] }, { warnings });
const only = { ...report(withResults(results("Slow", "Old"))), warnings: ["Expired"] };
const several = report(
  withResults(results("Slow"), { name: "Checkout" }),
  withoutResults(new TimedOutError(60_000), { name: "Search" }),
  withResults(results("Slow"), { name: "x".repeat(10_000), handle: undefined }),
);

describe("the warnings of a report", () => {
  it("are those of the plan, then those of the only run", () => {
    expect(warningsOf(only).map(({ run, words }) => [run, words])).toEqual([
      [undefined, "Expired"],
      [0, "Slow"],
      [0, "Old"],
    ]);
  });

  it("name the run that they are about if there are several, and are not cut off by a long name", () => {
    expect(warningsOf(several)).toEqual([
      { run: 0, message: "Slow", words: "Checkout: Slow" },
      { run: 2, message: "Slow", words: `${"x".repeat(39)}…: Slow` },
    ]);
  });

  it("are the same in the summary and in the CTRF report", () => {
    expect(renderMarkdown(several)).toContain("\n- Checkout&#58; Slow\n");
    const { results } = JSON.parse(ctrfReporter("1.2.3").render(several)) as { results: { extra: object } };
    expect(results.extra).toMatchObject({ warnings: warningsOf(several).map(({ words }) => words) });
  });
});
