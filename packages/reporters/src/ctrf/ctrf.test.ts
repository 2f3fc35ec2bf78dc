import { parse } from "ctrf";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ctrfReporter } from "./ctrf.ts";
import { golden } from "../fixtures/golden.ts";
import { ctrfErrors } from "../fixtures/ctrf-schema.ts";
import { hostileReport, hostileTexts } from "../fixtures/hostile.ts";
import { passed, report, reports, testRun, withResults } from "../fixtures/reports.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

const reporter = ctrfReporter("1.2.3");

describe("ctrf-report.json", () => {
  it.each(Object.entries(reports))("of a report with %s", async (name, report) => {
    const json = reporter.render(report);
    const document = JSON.parse(json);
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(golden(name, "ctrf-report.json"));
    expect(ctrfErrors(document)).toEqual([]);
    const { summary, tests } = parse(json).results;
    expect(summary.tests).toBe(tests.length);
    expect(summary.failed).toBe(tests.filter(({ status }) => status === "failed").length);
    expect(summary.failed > 0).toBe(report.verdict.kind !== "passed" || report.verdict.forgiven > 0);
  });

  it("is valid even if a provider returns durations that are not numbers", () => {
    const times = [Number.NaN, -1, 1e300, Number.POSITIVE_INFINITY];
    const cases = times.map((durationMs) => passed(`Took ${durationMs}`, { durationMs }));
    const document = JSON.parse(reporter.render(report(withResults(testRun({ Phones: cases })))));
    expect(ctrfErrors(document)).toEqual([]);
    expect(document.results.tests.map(({ duration }: { readonly duration: number }) => duration)).toEqual([0, 0, 0, 0]);
  });

  it("is valid whatever the service says", { timeout: 60_000 }, () => {
    const text = fc.oneof(fc.string({ unit: anyCharacter }), fc.constantFrom(...hostileTexts));
    expect(ctrfErrors(JSON.parse(reporter.render(hostileReport())))).toEqual([]);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        expect(ctrfErrors(JSON.parse(reporter.render(hostileReport(texts))))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
