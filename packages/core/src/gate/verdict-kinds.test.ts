import { describe, expect, test } from "vitest";
import { kindsByWeight, type VerdictKind, verdictKinds } from "./verdict-kinds.ts";

describe("the kinds of verdict", () => {
  test.for<[VerdictKind, exitCode: number, mayStillRun: boolean]>([
    ["passed", 0, false],
    ["failed", 1, false],
    ["usage", 2, false],
    ["provider-error", 3, true],
    ["timed-out", 4, true],
    ["unknown-start", 5, true],
    ["interrupted", 143, true],
  ])("%s: exit code %i, may still run: %s", ([kind, exitCode, mayStillRun]) => {
    expect(verdictKinds[kind]).toMatchObject({ exitCode, mayStillRun });
  });

  test("come from best to worst: first what is known of the tests, then what is not known", () => {
    expect(kindsByWeight).toEqual([
      "passed",
      "failed",
      "usage",
      "timed-out",
      "provider-error",
      "unknown-start",
      "interrupted",
    ]);
  });

  test("are distinct for scripts and for people", () => {
    const kinds = kindsByWeight.map((kind) => verdictKinds[kind]);
    for (const field of ["exitCode", "title", "meaning"] as const)
      expect(new Set(kinds.map((kind) => kind[field])).size).toBe(kinds.length);
  });
});
