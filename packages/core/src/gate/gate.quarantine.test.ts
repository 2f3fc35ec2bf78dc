import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exitCode } from "./verdict.ts";
import { gate, type GatePolicy } from "./gate.ts";
import { applyQuarantine, type QuarantineEntry } from "./quarantine.ts";
import { entry, run, today } from "./quarantine.fixture.ts";
import type { Outcome } from "../results/test-run.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";

describe("the gate with a quarantine", () => {
  const strict: GatePolicy = { failOn: "failed", maxFailures: { count: 0 } };
  const given = run({ a: "failed", b: "failed", c: "error", d: "passed", e: "passed", f: "skipped" });
  test.for<{ entries: readonly string[]; policy?: Partial<GatePolicy>; kind: string; reason: string }>([
    { entries: [], kind: "failed", reason: "2 failed and 1 broken of 6 tests, 1 skipped." },
    {
      entries: ["a", "b", "c"],
      kind: "passed",
      reason: "2 failed and 1 broken of 6 tests, 1 skipped; forgiven by --quarantine.",
    },
    {
      entries: ["a", "c"],
      kind: "failed",
      reason: "2 failed and 1 broken of 6 tests, 1 skipped; 2 of them forgiven by --quarantine.",
    },
    {
      entries: ["a", "c"],
      policy: { maxFailures: { count: 1 } },
      kind: "passed",
      reason: "2 failed and 1 broken of 6 tests, 1 skipped; 2 forgiven by --quarantine, 1 by --max-failures 1.",
    },
    {
      entries: ["a", "b"],
      policy: { maxFailures: { count: 5 } },
      kind: "failed",
      reason: "2 failed and 1 broken of 6 tests, 1 skipped; 2 of them forgiven by --quarantine.",
    },
    {
      entries: ["c"],
      policy: { failOn: "error" },
      kind: "passed",
      reason: "2 failed and 1 broken of 6 tests, 1 skipped; 1 forgiven by --quarantine, 2 by --fail-on error.",
    },
    {
      entries: ["a"],
      policy: { failOn: "never" },
      kind: "passed",
      reason: "2 failed and 1 broken of 6 tests, 1 skipped; 1 forgiven by --quarantine, 2 by --fail-on never.",
    },
  ])("$entries, $policy: $kind", ({ entries, policy, kind, reason }) => {
    const marked = applyQuarantine(
      given,
      entries.map((name) => entry(name)),
      today,
    );
    expect(gate(marked, { ...strict, ...policy })).toEqual(
      kind === "passed" ? { kind, reason, forgiven: 3 } : { kind, reason },
    );
  });

  test("forgives nothing if no test passed", () => {
    const marked = applyQuarantine(run({ a: "failed", b: "failed", c: "skipped" }), [entry("*")], today);
    expect(gate(marked, strict)).toEqual({ kind: "failed", reason: "2 failed of 3 tests, 1 skipped." });
    expect(gate(marked, { ...strict, maxFailures: { count: 2 } }).kind).toBe("passed");
  });

  test("takes a percentage of the tests that count: those in quarantine allow no further failure", () => {
    const half = applyQuarantine(run({ a: "failed", b: "failed", c: "passed" }), [entry("a")], today);
    expect(gate(half, { ...strict, maxFailures: { percent: 49 } }).kind).toBe("failed");
    expect(gate(half, { ...strict, maxFailures: { percent: 50 } }).kind).toBe("passed");
  });

  test.for([
    { kind: "failed", message: "the hub was lost" } as const,
    { kind: "cut-short", message: "cancelled" } as const,
  ])("forgives no conclusion beyond the tests: $kind", (conclusion) => {
    const marked = applyQuarantine({ ...given, conclusion }, [entry("*")], today);
    expect(gate(marked, { failOn: "never", maxFailures: { percent: 100 } }).kind).toBe("failed");
  });

  test("takes a service's failed conclusion without a reason as caused by the failed tests", () => {
    const marked = applyQuarantine({ ...given, conclusion: { kind: "failed" } }, [entry("*")], today);
    expect(gate(marked, strict).kind).toBe("passed");
  });
});

describe("whatever the policy, with a quarantine", () => {
  const policies = fc.record<GatePolicy>({
    failOn: fc.constantFrom("failed", "error", "never"),
    maxFailures: fc.oneof(
      fc.record({ count: fc.nat({ max: 6 }) }),
      // As the option allows: at most three decimals.
      fc.record({ percent: fc.nat({ max: 100_000 }).map((thousandths) => thousandths / 1000) }),
    ),
  });
  const names = fc.constantFrom("a", "b", "c", "d");
  const outcomes = fc.constantFrom<Outcome>("passed", "failed", "error", "skipped");
  const cases = fc.array(fc.record({ name: names, outcome: outcomes }), { maxLength: 12 });
  const entries = fc.array(
    fc.record({ case: fc.constantFrom("a", "b", "c", "?", "*", "x"), until: fc.constantFrom("2026-11-21", today) }),
    { maxLength: 4 },
  );
  const listed = (given: readonly { case: string; until: string }[]): QuarantineEntry[] =>
    given.map(({ case: name, until }) => entry(name, { until }));
  const grade = (
    given: readonly { readonly name: string; readonly outcome: Outcome }[],
    list: readonly QuarantineEntry[],
    policy: GatePolicy,
  ): number => {
    const all = testRun(given.map(({ name, outcome }) => testCase(outcome, name)));
    return exitCode(gate(applyQuarantine(all, list, today), policy));
  };
  const often = { numRuns: 2000 };

  test("one more entry never makes a verdict worse", () => {
    fc.assert(
      fc.property(cases, entries, names, policies, (given, list, more, policy) => {
        const before = grade(given, listed(list), policy);
        expect(grade(given, [...listed(list), entry(more)], policy)).toBeLessThanOrEqual(before);
      }),
      often,
    );
  });

  test("an expired entry changes nothing", () => {
    fc.assert(
      fc.property(cases, entries, names, policies, (given, list, more, policy) => {
        const expired = entry(more, { until: "2026-11-21" });
        expect(grade(given, [...listed(list), expired], policy)).toBe(grade(given, listed(list), policy));
      }),
      often,
    );
  });

  test("a case that fails instead of passing never makes a verdict better", () => {
    fc.assert(
      fc.property(cases, entries, names, fc.boolean(), policies, (given, list, name, breaks, policy) => {
        const before = grade([...given, { name, outcome: "passed" }], listed(list), policy);
        const after = grade([...given, { name, outcome: breaks ? "error" : "failed" }], listed(list), policy);
        expect(after).toBeGreaterThanOrEqual(before);
      }),
      often,
    );
  });

  test("one more case that does not pass never makes a verdict better, once a test ran", () => {
    fc.assert(
      fc.property(cases, entries, names, fc.boolean(), policies, (given, list, name, breaks, policy) => {
        fc.pre(given.some(({ outcome }) => outcome !== "skipped"));
        const more = { name, outcome: breaks ? "error" : "failed" } as const;
        expect(grade([...given, more], listed(list), policy)).toBeGreaterThanOrEqual(
          grade(given, listed(list), policy),
        );
      }),
      often,
    );
  });

  test("only where a test passed does an entry change a verdict", () => {
    fc.assert(
      fc.property(cases, entries, policies, (given, list, policy) => {
        const none = given.filter(({ outcome }) => outcome !== "passed");
        expect(grade(none, listed(list), policy)).toBe(grade(none, [], policy));
      }),
      often,
    );
  });
});
