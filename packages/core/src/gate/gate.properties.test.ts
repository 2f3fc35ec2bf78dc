import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exitCode } from "./verdict.ts";
import { gate, type GatePolicy } from "./gate.ts";
import type { Limit } from "../inputs/input.ts";
import { counted } from "../results/test-runs.fixture.ts";

const policies = fc.record<GatePolicy>({
  failOn: fc.constantFrom("failed", "error", "never"),
  maxFailures: fc.oneof(
    fc.record({ count: fc.nat({ max: 20 }) }),
    fc.record({ percent: fc.double({ min: 0, max: 100, noNaN: true }) }),
  ),
  minTests: fc.integer({ min: 1, max: 12 }),
  maxDurationMs: fc.option(fc.nat({ max: 100 }), { nil: undefined }),
});
const amounts = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.nat({ max: 20 }));
const grade = (run: ReturnType<typeof counted>, policy: GatePolicy): number => exitCode(gate(run, policy));

describe("whatever the policy", () => {
  test("a passed case that fails instead never makes the verdict better", () => {
    fc.assert(
      fc.property(amounts, policies, fc.boolean(), ([passed, failed, errors, skipped], policy, breaks) => {
        const before = counted(passed + 1, failed, errors, skipped);
        const after = counted(passed, failed + (breaks ? 0 : 1), errors + (breaks ? 1 : 0), skipped);
        expect(grade(after, policy)).toBeGreaterThanOrEqual(grade(before, policy));
      }),
    );
  });

  test("one more failed case never makes the verdict better, once enough tests ran", () => {
    fc.assert(
      fc.property(amounts, policies, ([passed, failed, errors, skipped], policy) => {
        fc.pre(passed + 1 + failed + errors >= (policy.minTests ?? 1));
        const before = counted(passed + 1, failed, errors, skipped);
        expect(grade(counted(passed + 1, failed + 1, errors, skipped), policy)).toBeGreaterThanOrEqual(
          grade(before, policy),
        );
      }),
    );
  });

  test("a pass has a test that ran", () => {
    fc.assert(
      fc.property(amounts, policies, ([passed, failed, errors, skipped], policy) => {
        if (gate(counted(passed, failed, errors, skipped), policy).kind === "passed")
          expect(passed + failed + errors).toBeGreaterThan(0);
      }),
    );
  });

  test("a stricter policy never turns the verdict better", () => {
    const severity = ["never", "error", "failed"] as const;
    const lessOf = (limit: Limit): fc.Arbitrary<Limit> =>
      "count" in limit
        ? fc.nat({ max: limit.count }).map((count) => ({ count }))
        : fc.double({ min: 0, max: limit.percent, noNaN: true }).map((percent) => ({ percent }));
    const andStricter = policies.chain((policy) => {
      const { failOn, maxFailures, minTests = 1, maxDurationMs } = policy;
      const stricter = fc.record<GatePolicy>({
        failOn: fc.constantFrom(...severity.slice(severity.indexOf(failOn))),
        maxFailures: lessOf(maxFailures),
        minTests: fc.integer({ min: minTests, max: minTests + 5 }),
        maxDurationMs:
          maxDurationMs === undefined
            ? fc.option(fc.nat({ max: 100 }), { nil: undefined })
            : fc.nat({ max: maxDurationMs }),
      });
      return fc.tuple(fc.constant(policy), stricter);
    });
    const durations = fc.option(fc.nat({ max: 120 }), { nil: undefined });
    let [passes, failures] = [0, 0];
    fc.assert(
      fc.property(amounts, durations, andStricter, (numbers, durationMs, [policy, stricter]) => {
        const run = { ...counted(...numbers), ...(durationMs !== undefined && { durationMs }) };
        expect(grade(run, stricter)).toBeGreaterThanOrEqual(grade(run, policy));
        if (grade(run, stricter) === 0) passes++;
        else if (grade(run, policy) === 0) failures++;
      }),
      { numRuns: 2000 },
    );
    // Otherwise the property would say little.
    expect(Math.min(passes, failures)).toBeGreaterThan(10);
  });
});
