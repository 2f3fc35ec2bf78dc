import { describe, expect, it } from "vitest";
import { mayCarryVerdict, namesOf } from "./unknown-parts.ts";

describe("a part that no documentation names", () => {
  it.each(["RetryCount", "id", "Environment", "browser", "StartedAt", "trace-id", "owner"])(
    "%s tells no verdict",
    (name) => {
      expect(mayCarryVerdict(name)).toBe(false);
    },
  );
  it.each([
    "Failures",
    "ErrorCount",
    "AbortedBy",
    "is_cancelled",
    "stop_cnt",
    "ExecutionResult2",
    "testStatus",
    "crash_cnt",
    "Skipped",
    "blocked",
    "CountBroken",
    "PartialRun",
    "success",
    "ok",
  ])("%s may tell one", (name) => {
    expect(mayCarryVerdict(name)).toBe(true);
  });
  it("is named once, and not more than ten are", () => {
    expect(namesOf(new Set(["a", "b"]))).toBe("a, b");
    expect(namesOf(new Set(Array.from({ length: 12 }, (_, index) => `f${index}`)))).toMatch(/^f0, .*f9 and 2 more$/);
    expect(namesOf(new Set(["x".repeat(1000)])).length).toBeLessThan(70);
  });
});
