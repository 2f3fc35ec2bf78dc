import { describe, expect, test } from "vitest";
import {
  InterruptedError,
  ProviderError,
  ReportDirLostError,
  type RemotestError,
  TimedOutError,
  UnexpectedError,
  UnknownStartError,
  UsageError,
} from "../errors.ts";
import { exitCode, exitCodeOfError, verdictOf } from "./verdict.ts";
import { withFailure } from "../report/with-failure.ts";
import { reportOf, runWithout } from "../report/reports.fixture.ts";

const refused = new ProviderError({ code: "x-1", message: "no", next: "yes", retry: "never" });

describe("exit codes, by the contract", () => {
  test.for<[string, RemotestError, number]>([
    ["usage", new UsageError([{ message: "x" }]), 2],
    ["provider-error", refused, 3],
    ["timed-out", new TimedOutError(1000), 4],
    ["unknown-start", new UnknownStartError("x", "y"), 5],
    ["interrupted by SIGINT", new InterruptedError("SIGINT"), 130],
    ["interrupted by SIGTERM", new InterruptedError("SIGTERM"), 143],
    ["the report directory is another's", new ReportDirLostError("r", "it was removed"), 3],
    ["something unforeseen", new UnexpectedError(new Error("disk full")), 3],
  ])("%s", ([, error, code]) => expect(exitCodeOfError(error)).toBe(code));

  test("0 and 1 come from the gate's verdict", () => {
    expect(exitCode({ kind: "passed", reason: "", forgiven: 0 })).toBe(0);
    expect(exitCode({ kind: "failed", reason: "" })).toBe(1);
  });

  test.for([undefined, null, "text", new Error("foreign"), { kind: "passed" }])(
    "an error that is none of ours, %o, is never 0",
    (error) => expect(exitCodeOfError(error)).toBe(3),
  );

  test("a verdict made of an error keeps its code", () => {
    for (const error of [
      refused,
      new UsageError([{ message: "x" }]),
      new TimedOutError(1),
      new UnknownStartError("a", "b"),
      new InterruptedError("SIGTERM"),
    ])
      expect(exitCode(verdictOf(error))).toBe(exitCodeOfError(error));
    expect(verdictOf(new UsageError([{ message: "x" }])).kind).toBe("usage");
  });
});

describe("a report of which something failed afterwards", () => {
  const lost = new ReportDirLostError("r", "it was removed");

  test("is no pass, and says once what failed in several places", () => {
    const report = withFailure(withFailure(reportOf([]), lost), new ReportDirLostError("r", "it was removed"));
    expect(report).toMatchObject({ exitCode: 3, verdict: { reason: lost.message }, warnings: [] });
  });

  test("keeps a worse end, and warns once", () => {
    const ended = reportOf([runWithout(new UnknownStartError("a", "b"))]);
    const report = withFailure(withFailure(ended, lost), lost);
    expect(report).toMatchObject({ exitCode: 5, warnings: [lost.message] });
    expect(withFailure(report, new Error("full")).warnings).toHaveLength(2);
  });
});
