import { describe, expect, test } from "vitest";
import {
  InterruptedError,
  ProviderError,
  type RemotestError,
  TimedOutError,
  UnexpectedError,
  UnknownStartError,
  UsageError,
} from "./errors.ts";
import { exitCode, exitCodeOfError, verdictOf } from "./exit-code.ts";

const refused = new ProviderError({ code: "x-1", message: "no", next: "yes", retry: "never" });

describe("exit codes, by the contract", () => {
  test.for<[string, RemotestError, number]>([
    ["usage", new UsageError([{ message: "x" }]), 2],
    ["provider-error", refused, 3],
    ["timed-out", new TimedOutError(1000), 4],
    ["unknown-start", new UnknownStartError("x", "y"), 5],
    ["interrupted by SIGINT", new InterruptedError("SIGINT"), 130],
    ["interrupted by SIGTERM", new InterruptedError("SIGTERM"), 143],
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
