import { expect, test } from "vitest";
import { runWith, runWithout } from "../report/reports.fixture.ts";
import { TimedOutError } from "../errors.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { planReport } from "./plan-report.ts";

const entry = { case: "no such test", reason: "SHOP-1", until: "2026-03-31", place: "entry 1 (line 1)" };
const settings = { reportDir: "r", history: [], quarantine: [entry], warnings: ["A setting is odd."] };
const judgement = { today: "2026-03-30" };

test("the report of a plan has the worst verdict of its runs, its settings and their warnings", () => {
  const runs = [runWith(counted(1)), runWith(counted(0, 1))];
  const report = planReport(runs, "/work/r", { ...settings, commit: "abc" }, judgement);
  expect(report).toMatchObject({ runs, exitCode: 1, reportDir: "/work/r", givenReportDir: "r", commit: "abc" });
  expect(report.warnings).toEqual(["A setting is odd."]);
  expect(report.quarantineWarnings).toEqual([expect.stringContaining("covers no test of this report")]);
  expect(Object.keys(report)).not.toContain("origin");
});

test("a run without results may have had the tests of the quarantine, so there is no warning about them", () => {
  const runs = [runWith(counted(1)), runWithout(new TimedOutError(1_000))];
  const report = planReport(runs, "/work/r", settings, judgement);
  expect([report.exitCode, report.quarantineWarnings]).toEqual([4, []]);
});

test("without runs, a plan is not a pass", () => {
  expect(planReport([], "/work/r", settings, judgement).exitCode).toBe(1);
});
