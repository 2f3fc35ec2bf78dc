import { describe, expect, test } from "vitest";
import { ReportDirLostError, TimedOutError, UnknownStartError } from "../errors.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { reportOf, runWith, runWithout } from "./reports.fixture.ts";
import { withFailure } from "./with-failure.ts";

describe("a report after which something failed", () => {
  const lost = new ReportDirLostError("r", "it was removed");

  test("is not a pass, and says once what failed in several places", () => {
    const report = withFailure(withFailure(reportOf([]), lost), new ReportDirLostError("r", "it was removed"));
    expect(report).toMatchObject({ exitCode: 3, verdict: { reason: lost.message }, warnings: [] });
  });

  test("keeps a worse verdict, and warns once", () => {
    const ended = reportOf([runWithout(new UnknownStartError("a", "b"))]);
    const report = withFailure(withFailure(ended, lost), lost);
    expect(report).toMatchObject({ exitCode: 5, warnings: [lost.message] });
    expect(withFailure(report, new Error("full")).warnings).toHaveLength(2);
  });

  test("has the failure in each run with results, so that none is green alone; an error stays as it is", () => {
    const report = withFailure(reportOf([runWith(counted(1)), runWithout(new TimedOutError(1_000))]), lost);
    expect(report.runs.map(({ verdict }) => verdict.kind)).toEqual(["provider-error", "timed-out"]);
    expect(report.runs[0]?.verdict.reason).toBe(lost.message);
  });
});
