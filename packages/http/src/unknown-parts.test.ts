import { describe, expect, it } from "vitest";
import { mayCarryVerdict, namesOf, tellsTrouble } from "./unknown-parts.ts";

describe("an undocumented part", () => {
  it.each(["RetryCount", "id", "Environment", "browser", "StartedAt", "trace-id", "owner"])(
    "%s contains no verdict",
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
  ])("%s may contain a verdict", (name) => {
    expect(mayCarryVerdict(name)).toBe(true);
  });
  it("is listed once, and at most ten are listed", () => {
    expect(namesOf(new Set(["a", "b"]))).toBe("a, b");
    expect(namesOf(new Set(Array.from({ length: 12 }, (_, index) => `f${index}`)))).toMatch(/^f0, .*f9 and 2 more$/);
    expect(namesOf(new Set(["x".repeat(1000)])).length).toBeLessThan(70);
  });
});

describe("an undocumented part, with its value", () => {
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
    ["result", { passed: 0 }],
    ["errors", ["x"]],
    ["error", "3 devices were lost"],
    ["aborted", true],
    ["lost", 1],
    ["note", "the run was aborted"],
    ["note", "BuildFailure"],
    ["note", "TEST_TIMED_OUT"],
    ["note", "5 passed, 1 failed"],
    ["note", "기기 오류"],
    ["note", "Shard 0 failed"],
    ["note", "Device 0 crashed"],
    ["note", "Shop 2.0 crashed on start"],
    ["note", "no response, it crashed"],
    ["note", "Errors: 05"],
    ["note", "failed: 0.5"],
    ["note", "실패 10건"],
    ["status", { text: "broken" }],
    ["pass_rate", "95%"],
    ["aborted_by", "Karen"],
    ["timeout_cnt", 1],
    ["meta", { run: { aborted: true } }],
    ["list", [{ name: "x" }, { state: "broken" }]],
    ["deep", { a: { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } } }],
  ])("%s: %j reports a failure", (name, value) => {
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
    ["note", "Errors: 0, passed: 1"],
    ["note", "no tests failed"],
    ["note", "none failed"],
    ["note", "not a single failure"],
    ["note", "failed: 0"],
    ["note", "성공 1건, 실패 0건"],
    ["reason", "오류 없음"],
    ["note", "an error-free run"],
    ["testset_name", "Fix error on login"],
    ["AppName", "Error Tracker"],
    ["model", "Failed Pixel"],
    ["Description", "Checks that an error is shown"],
    ["status_detail", { code: 0, text: "Complete" }],
    ["result_url", "https://app.apptest.ai/r/1"],
    ["execution_time", 183],
    ["executed_at", "2026-11-29T10:00:00Z"],
    ["ExecutedBy", "CI"],
    ["timeout", 30],
    ["stop_on_error", true],
    ["pass_rate", "100%"],
    ["complete_cnt", 1],
    ["meta", { device: "S8", list: [1, "x"], errors: {} }],
  ])("%s: %j does not", (name, value) => {
    expect(tellsTrouble(name, value)).toBe(false);
  });
});
