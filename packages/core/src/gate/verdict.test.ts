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
import { exitCode, exitCodeOfError, exitCodeOfErrors, type Verdict, verdictOf, worst } from "./verdict.ts";

const refused = new ProviderError({ code: "x-1", message: "no", next: "yes", retry: "never" });

describe("exit codes", () => {
  test.for<[string, RemotestError, number]>([
    ["usage", new UsageError([{ message: "x" }]), 2],
    ["provider-error", refused, 3],
    ["timed-out", new TimedOutError(1000), 4],
    ["unknown-start", new UnknownStartError("x", "y"), 5],
    ["interrupted by SIGINT", new InterruptedError("SIGINT"), 130],
    ["interrupted by SIGTERM", new InterruptedError("SIGTERM"), 143],
    ["the report directory is another's", new ReportDirLostError("r", "it was removed"), 3],
    ["an unexpected error", new UnexpectedError(new Error("disk full")), 3],
  ])("%s", ([, error, code]) => expect(exitCodeOfError(error)).toBe(code));

  test("0 and 1 come from the gate's verdict", () => {
    expect(exitCode({ kind: "passed", reason: "", forgiven: 0 })).toBe(0);
    expect(exitCode({ kind: "failed", reason: "" })).toBe(1);
  });

  test.for([undefined, null, "text", new Error("foreign"), { kind: "passed" }])(
    "an unknown error, %o, is never 0",
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

describe("the verdict of a plan", () => {
  const passed: Verdict = { kind: "passed", reason: "", forgiven: 0 };
  const failed: Verdict = { kind: "failed", reason: "" };
  const timedOut: Verdict = { kind: "timed-out", reason: "", error: new TimedOutError(1) };
  const unknown: Verdict = { kind: "unknown-start", reason: "", error: new UnknownStartError("", "") };
  test.for([
    { given: [passed, passed], wanted: "passed" },
    { given: [passed, failed], wanted: "failed" },
    { given: [timedOut, failed], wanted: "timed-out" },
    { given: [failed, unknown, timedOut], wanted: "unknown-start" },
    { given: [], wanted: "failed" },
  ])("is the worst of its runs: $wanted", ({ given, wanted }) => expect(worst(given).kind).toBe(wanted));

  test("of two runs is the one that comes later here, in whichever order they ended", () => {
    const error = new TimedOutError(1);
    const worse: readonly Verdict[] = [
      passed,
      failed,
      ...(["usage", "timed-out", "provider-error", "unknown-start", "interrupted"] as const).map(
        (kind): Verdict => ({ kind, reason: kind, error }),
      ),
    ];
    for (const [index, bad] of worse.entries())
      for (const good of worse.slice(0, index))
        expect([worst([good, bad]).kind, worst([bad, good]).kind]).toEqual([bad.kind, bad.kind]);
  });

  test.for([
    { title: "without one", errors: [], wanted: 0 },
    { title: "of one", errors: [new UsageError([])], wanted: 2 },
    { title: "of several, in any order", errors: [refused, new UsageError([])], wanted: 3 },
    { title: "of several, in any order", errors: [new UsageError([]), refused], wanted: 3 },
  ])("of errors $title gives the exit code", ({ errors, wanted }) => expect(exitCodeOfErrors(errors)).toBe(wanted));

  test("of no run at all says so", () => expect(worst([]).reason).toBe("Nothing was run."));

  test("that alone is the verdict of its only run", () => expect(worst([failed])).toBe(failed));

  test.for<{ given: readonly Verdict[]; wanted: Verdict }>([
    {
      given: [passed, { ...passed, forgiven: 2 }, { ...passed, forgiven: 1 }],
      wanted: {
        kind: "passed",
        forgiven: 3,
        reason: "All 3 runs passed; 3 tests that did not pass were forgiven.",
      },
    },
    {
      given: [{ ...passed, forgiven: 1 }, passed],
      wanted: { kind: "passed", forgiven: 1, reason: "All 2 runs passed; 1 test that did not pass was forgiven." },
    },
    { given: [passed, passed], wanted: { kind: "passed", forgiven: 0, reason: "All 2 runs passed." } },
    {
      given: [passed, { ...failed, reason: "1 failed of 3 tests." }],
      wanted: { kind: "failed", reason: "1 of 2 runs failed: 1 failed of 3 tests." },
    },
    {
      given: [{ ...failed, reason: "1 failed of 3 tests." }, passed, failed],
      wanted: { kind: "failed", reason: "2 of 3 runs failed, the first with: 1 failed of 3 tests." },
    },
  ])("adds up: $wanted.reason", ({ given, wanted }) => expect(worst(given)).toEqual(wanted));
});
