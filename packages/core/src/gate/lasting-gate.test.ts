import { describe, expect, test } from "vitest";
import type { GatePolicy } from "./gate.ts";
import { lastingGate, policyAgain } from "./lasting-gate.ts";

const byDefault: GatePolicy = { failOn: "failed", maxFailures: { count: 0 }, minTests: 1 };
const lenient: GatePolicy = { failOn: "never", maxFailures: { percent: 5 }, minTests: 1 };
const strict: GatePolicy = { failOn: "failed", maxFailures: { count: 0 }, minTests: 40, maxDurationMs: 60_000 };

describe("what lasts of a policy", () => {
  test.each<{ what: string; policy: GatePolicy; noted?: Partial<GatePolicy>; lasts: Partial<GatePolicy> | undefined }>([
    { what: "the defaults", policy: byDefault, lasts: undefined },
    { what: "what a command forgives", policy: lenient, lasts: undefined },
    { what: "what a command demands", policy: strict, lasts: { minTests: 40, maxDurationMs: 60_000 } },
    { what: "what the plan file says", policy: lenient, noted: { failOn: "never" }, lasts: { failOn: "never" } },
    {
      what: "both",
      policy: strict,
      noted: { failOn: "error", minTests: 2 },
      lasts: { failOn: "error", minTests: 40, maxDurationMs: 60_000 },
    },
  ])("of $what: $lasts", ({ policy, noted, lasts }) => expect(lastingGate(policy, noted)).toEqual(lasts));
});

describe("the policy of a later command", () => {
  test.each<{ what: string; said: Partial<GatePolicy>; lasting: Partial<GatePolicy>; wanted: GatePolicy }>([
    { what: "nothing lasts", said: {}, lasting: {}, wanted: byDefault },
    { what: "something lasts", said: {}, lasting: { minTests: 40 }, wanted: { ...byDefault, minTests: 40 } },
    {
      what: "the user says otherwise",
      said: { minTests: 2 },
      lasting: { minTests: 40 },
      wanted: { ...byDefault, minTests: 2 },
    },
    {
      what: "the user says something else",
      said: { maxDurationMs: 1 },
      lasting: lenient,
      wanted: { ...lenient, maxDurationMs: 1 },
    },
  ])("$what", ({ said, lasting, wanted }) => {
    expect(policyAgain({ ...byDefault, ...said }, said, lasting)).toEqual(wanted);
  });
});
