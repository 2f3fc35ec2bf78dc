import { describe, expect, it } from "vitest";
import { mayCarryVerdict, namesOf, tellsTrouble } from "./unknown-parts.ts";

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
    "TimedOut",
    "timed_out",
    "timedout_cnt",
    "Terminated",
    "interrupted",
    "Conclusion",
    "Exception",
    "Problem",
    "lost",
    "missing",
    "not_run",
    "unfinished",
    "ExitCode",
  ])("%s may tell one", (name) => {
    expect(mayCarryVerdict(name)).toBe(true);
  });
  it("is named once, and not more than ten are", () => {
    expect(namesOf(new Set(["a", "b"]))).toBe("a, b");
    expect(namesOf(new Set(Array.from({ length: 12 }, (_, index) => `f${index}`)))).toMatch(/^f0, .*f9 and 2 more$/);
    expect(namesOf(new Set(["x".repeat(1000)])).length).toBeLessThan(70);
  });
});

describe("a part that no documentation names, with its value", () => {
  it.each([
    ["Conclusion", "FAILURE"],
    ["Finished", "false"],
    ["completed", false],
    ["Valid", 0],
    ["done", "not yet"],
    ["success", false],
    ["ok", "no"],
    ["status", "error"],
    ["status", 1],
    ["exit_code", 1],
    ["result", { passed: 1 }],
    ["errors", ["x"]],
    ["error", "3 devices were lost"],
    ["aborted", true],
    ["lost", 1],
    ["note", "the run was aborted"],
    ["note", "BuildFailure"],
    ["note", "TEST_TIMED_OUT"],
    ["note", "5 passed, 1 failed"],
    ["note", "기기 오류"],
    ["meta", { run: { aborted: true } }],
    ["list", [{ name: "x" }, { state: "broken" }]],
    ["deep", { a: { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } } }],
  ])("%s: %j tells", (name, value) => {
    expect(tellsTrouble(name, value)).toBe(true);
  });
  it.each([
    ["success", true],
    ["success", "1"],
    ["status", "ok"],
    ["status", 200],
    ["statusCode", "0"],
    ["state", " Completed "],
    ["Finished", "2026-03-31T10:00:00Z"],
    ["CompletedAt", "Mon, 25 May 2020 06:40:24 GMT"],
    ["completed", 3],
    ["errors", []],
    ["error", null],
    ["error", ""],
    ["aborted", "false"],
    ["lost", 0],
    ["RetryCount", 2],
    ["started_by", "Karen"],
    ["default", true],
    ["page", "https://app.apptest.ai/errors/1"],
    ["note", "5 passed, 0 failed, no errors"],
    ["note", null],
    ["meta", { device: "S8", list: [1, "x"], errors: {} }],
  ])("%s: %j does not", (name, value) => {
    expect(tellsTrouble(name, value)).toBe(false);
  });
});
