import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProviderError, UnexpectedError, UsageError } from "../errors.ts";
import { withFailure } from "./with-failure.ts";
import { readReportDocument } from "./read-results-json.ts";
import { resultsText } from "./results-json.ts";
import type { RunReport } from "./report.ts";
import { anyReport } from "./any-report.fixture.ts";
import { reportOf, runWith, runWithout } from "./reports.fixture.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";

/** Replaces an error by the fields that people and scripts see; vitest compares little more than messages. */
function plain({ end, verdict, ...run }: RunReport): object {
  const error = end.kind === "no-results" ? end.error : undefined;
  return {
    ...run,
    ...(error
      ? {
          ...error,
          name: error.name,
          message: error.message,
          runName: run.name,
          verdict: verdict.kind,
          reason: verdict.reason,
        }
      : { end, verdict }),
  };
}

describe("results.json", () => {
  test("preserves everything in a report", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const read = readReportDocument(resultsText(report));
        expect(read.runs.map(plain)).toEqual(report.runs.map(plain));
        expect(read.warnings).toEqual(report.warnings);
        expect(read.commit).toBe(report.commit);
        expect([read.verdict.kind, read.exitCode]).toEqual([report.verdict.kind, report.exitCode]);
        expect(read.verdict.reason).toBe(report.verdict.reason);
      }),
      { numRuns: 500 },
    );
  });

  test("preserves that a report could not be told, with everything in it, and never reads a pass", () => {
    fc.assert(
      fc.property(anyReport, fc.string(), (report, why) => {
        fc.pre(report.runs.length > 0);
        const untold = withFailure(report, new Error(why));
        const read = readReportDocument(resultsText(untold));
        expect([read.verdict.kind, read.exitCode]).toEqual([untold.verdict.kind, untold.exitCode]);
        for (const { verdict } of read.runs) expect(verdict.kind).not.toBe("passed");
      }),
    );
  });

  test("has stable names", () => {
    const report = reportOf([
      runWith(
        testRun([
          testCase("passed", "a"),
          { ...testCase("failed", "b"), durationMs: 7, quarantine: { reason: "r", until: "2026-12-31" } },
        ]),
      ),
      runWithout(
        new ProviderError({ code: "apptest-4050", message: "m", next: "n", retry: "later", serviceCode: "4050" }),
      ),
    ]);
    expect(JSON.parse(resultsText(report))).toEqual({
      version: 1,
      verdict: { kind: "provider-error", reason: "m" },
      exitCode: 3,
      warnings: [],
      runs: [
        {
          provider: "apptest",
          name: "Nightly",
          handle: { ref: "apptest:251929" },
          startedAt: "2026-11-22T09:30:00.000Z",
          endedAt: "2026-11-22T09:34:05.250Z",
          verdict: { kind: "passed", reason: "1 failed of 2 tests; forgiven by --quarantine.", forgiven: 1 },
          results: {
            suites: [
              {
                name: "suite",
                cases: [
                  { name: "a", outcome: "passed" },
                  {
                    name: "b",
                    outcome: "failed",
                    message: "b message",
                    durationMs: 7,
                    quarantine: { reason: "r", until: "2026-12-31" },
                  },
                ],
              },
            ],
            conclusion: { kind: "unstated" },
            warnings: [],
          },
          attachments: [],
        },
        {
          provider: "apptest",
          name: "Nightly",
          handle: { ref: "apptest:251929" },
          startedAt: "2026-11-22T09:30:00.000Z",
          endedAt: "2026-11-22T09:34:05.250Z",
          verdict: { kind: "provider-error", reason: "m" },
          error: { kind: "provider-error", code: "apptest-4050", message: "m", next: "n", serviceCode: "4050" },
          attachments: [],
        },
      ],
    });
  });

  test("keeps the exit code of errors that are not a provider's", () => {
    for (const error of [
      new UsageError([{ message: "a" }, { message: "b", suggestion: "c" }]),
      new UnexpectedError("x"),
    ]) {
      const report = reportOf([runWithout(error)]);
      const read = readReportDocument(resultsText(report));
      expect(read.exitCode).toBe(report.exitCode);
      expect(read.verdict.reason).toBe(report.verdict.reason);
    }
  });

  test("can be read even if a provider's durations are not valid numbers", () => {
    for (const durationMs of [Number.NaN, -1, 1e300, Number.POSITIVE_INFINITY]) {
      const odd = testRun([{ ...testCase("passed"), durationMs }]);
      expect(readReportDocument(resultsText(reportOf([runWith(odd)]))).runs).toHaveLength(1);
    }
  });
});
