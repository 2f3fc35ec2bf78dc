import { InterruptedError, TimedOutError, UnknownStartError, type Verdict } from "@remotest/core";
import { verdictOf } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { lastWords, taskResult } from "./task-result.ts";

const passed = (forgiven: number): Verdict => ({ kind: "passed", reason: "", forgiven });

describe("the result of the task", () => {
  it.each([
    { verdict: passed(0), wanted: "Succeeded" },
    { verdict: passed(2), wanted: "SucceededWithIssues" },
    { verdict: { kind: "failed", reason: "" } as const, wanted: "Failed" },
    { verdict: verdictOf(new TimedOutError(1)), wanted: "Failed" },
    { verdict: verdictOf(new UnknownStartError("", "")), wanted: "Failed" },
    { verdict: verdictOf(new InterruptedError("SIGINT")), wanted: "Canceled" },
    { verdict: undefined, wanted: "Failed" },
  ])("$verdict: $wanted", ({ verdict, wanted }) => expect(taskResult(verdict)).toBe(wanted));
});

describe("the last words of a task without a verdict", () => {
  it.each([
    { code: 1, wanted: "Failed" },
    { code: 3, wanted: "Failed" },
    { code: 130, wanted: "Canceled" },
    { code: 143, wanted: "Canceled" },
  ])("with exit code $code: $wanted, on a separate line", ({ code, wanted }) => {
    expect(lastWords(code)).toMatch(new RegExp(`^\\n##vso\\[task\\.complete result=${wanted};\\].+\\n$`));
  });
});
