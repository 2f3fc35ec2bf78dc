import { gate, type TestRun, TimedOutError } from "@remotest/core";
import { type Report, type RunReport, verdictOf } from "@remotest/core/flow";
import { describe, expect, test } from "vitest";
import { outputNames } from "../command-line/output-names.ts";
import { outputsOfReport, outputsOfStart } from "./outputs.ts";

const results: TestRun = {
  suites: [
    {
      name: "Galaxy S23",
      cases: [
        { name: "login", outcome: "passed", links: [], earlierAttempts: [] },
        { name: "pay", outcome: "failed", message: "no button", links: [], earlierAttempts: [] },
        { name: "leave", outcome: "error", message: "crash", links: [], earlierAttempts: [] },
        { name: "return", outcome: "skipped", links: [], earlierAttempts: [] },
      ],
    },
  ],
  conclusion: { kind: "unstated" },
  warnings: [],
};
const verdict = gate(results, { failOn: "failed", maxFailures: { count: 0 } });
const times = { startedAt: new Date(0), endedAt: new Date(1) };
const withResults: RunReport = {
  provider: "apptest",
  name: "nightly",
  handle: { ref: "apptest:7", url: "https://example.com/7" },
  ...times,
  end: { kind: "results", testRun: results },
  verdict,
  attachments: [],
};
const late = new TimedOutError(1000);
const withoutResults: RunReport = {
  provider: "ats",
  name: "nightly",
  handle: { ref: "ats:SHOP/1" },
  ...times,
  end: { kind: "no-results", error: late },
  verdict: verdictOf(late),
  attachments: [],
};
const report = (...runs: RunReport[]): Report => ({
  runs,
  verdict: runs.at(-1)?.verdict ?? verdict,
  exitCode: 1,
  givenReportDir: "r",
  warnings: [],
  history: [],
  reportDir: "/work/remotest-report",
});

describe("the outputs", () => {
  test.for(["javascript:alert(1)", "data:text/html,x", "https://a@example.com/", "no address"])(
    "have no %s as an address, but that of the next run",
    (url) => {
      expect(outputsOfStart([{ ref: "own:1", url }])).toEqual({ "run-ref": "own:1" });
      const next = { ref: "own:2", url: "https://example.com/#/2?a=b" };
      expect(outputsOfStart([{ ref: "own:1", url }, next]).url).toBe(next.url);
    },
  );

  test("of a run with results are all nine", () => {
    const outputs = outputsOfReport(report(withResults));
    expect(outputs).toEqual({
      "run-ref": "apptest:7",
      outcome: "failed",
      total: "4",
      passed: "1",
      failed: "1",
      errors: "1",
      skipped: "1",
      "report-dir": "/work/remotest-report",
      url: "https://example.com/7",
    });
    expect(Object.keys(outputs).toSorted()).toEqual([...outputNames].toSorted());
  });

  test("of several runs count the collected results and name every run", () => {
    expect(outputsOfReport(report(withResults, withoutResults))).toMatchObject({
      "run-ref": "apptest:7 ats:SHOP/1",
      outcome: "timed-out",
      total: "4",
      url: "https://example.com/7",
    });
  });

  test("of a run that never started have no reference", () => {
    const outputs = outputsOfReport(report({ ...withoutResults, handle: undefined }));
    expect(outputs).not.toHaveProperty("run-ref");
    expect(outputs).not.toHaveProperty("url");
    expect(outputs).toMatchObject({ outcome: "timed-out", total: "0" });
  });

  test("of a start are its reference, and its page if the service has one", () => {
    expect(outputsOfStart([{ ref: "ats:SHOP/1" }])).toEqual({ "run-ref": "ats:SHOP/1" });
    expect(outputsOfStart([])).toEqual({});
  });
});
