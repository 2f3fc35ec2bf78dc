import { InterruptedError, TimedOutError, UnknownStartError, type Verdict, verdictOf } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { taskResult } from "./task-result.ts";

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
