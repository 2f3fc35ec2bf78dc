import { TimedOutError } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { daysAgo } from "../fixtures/scenarios.ts";
import { notPassed, passed, report, testRun, withoutResults, withResults } from "../fixtures/reports.ts";
import { changeWords } from "./trend-words.ts";
import { trends } from "./trends.ts";

const works = testRun({ Phones: [passed("Pixel 9")] });
const broke = testRun({ Phones: [notPassed("failed", "Pixel 9", "Crash")] });
const none = withoutResults(new TimedOutError(60_000));

describe("the changes since the last report", () => {
  it.each([
    { what: "it works as before", before: works, now: withResults(works), wanted: "nothing newly failing or fixed" },
    { what: "it broke", before: works, now: withResults(broke), wanted: "1 newly failing" },
    { what: "it works again", before: broke, now: withResults(works), wanted: "1 newly fixed" },
    { what: "no results came", before: works, now: none, wanted: "no test ran to compare" },
  ])("$what: $wanted", ({ before, now, wanted }) => {
    const found = trends({ ...report(now), history: [daysAgo(1, before)] });
    expect(found && changeWords(found)).toBe(wanted);
  });
});
