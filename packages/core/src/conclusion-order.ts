import type { Conclusion, TestRun } from "./test-run.ts";

/**
 * The order of conclusions, from the best to the worst. This is the one place that holds it: whatever joins attempts
 * goes by it, so that no merge ends better than its parts allow (docs/decisions/0026).
 */
function rank(conclusion: Conclusion): number {
  if (conclusion.kind === "passed") return 0;
  if (conclusion.kind === "unstated") return 1;
  if (conclusion.kind === "cut-short") return 4;
  return conclusion.message ? 3 : 2;
}

/**
 * The worse of two conclusions. Of two that are equally bad the first stands.
 * @example worseConclusion({ kind: "cut-short", message: "cancelled" }, { kind: "passed" }).kind // "cut-short"
 */
export function worseConclusion(a: Conclusion, b: Conclusion): Conclusion {
  return rank(b) > rank(a) ? b : a;
}

/**
 * What the conclusion of an attempt says beyond its cases, which is what later attempts cannot take back. A "failed"
 * without a reason of its own says nothing more where a case failed or broke: those cases are judged by themselves. No
 * other case explains it, so that it stands then, with a reason, and no failure of another attempt explains it later.
 */
export function lastingConclusion({ conclusion, suites }: TestRun): Conclusion {
  if (conclusion.kind !== "failed" || conclusion.message) return conclusion;
  const explained = suites.some(({ cases }) =>
    cases.some(({ outcome }) => outcome === "failed" || outcome === "error"),
  );
  if (explained) return { kind: "unstated" };
  return { kind: "failed", message: "the service calls an attempt failed in which no test failed" };
}
