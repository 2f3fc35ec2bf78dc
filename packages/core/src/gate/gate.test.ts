import { describe, expect, test } from "vitest";
import type { Verdict } from "./verdict.ts";
import { gate, type GatePolicy } from "./gate.ts";
import type { Conclusion } from "../results/test-run.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";

const strict: GatePolicy = { failOn: "failed", maxFailures: { count: 0 } };

describe("the gate, without any forgiveness", () => {
  const cutShort: Conclusion = { kind: "cut-short", message: "cancelled" };
  test.for([
    { given: "all passed", run: counted(3), wanted: "passed" },
    { given: "passed and skipped", run: counted(3, 0, 0, 1), wanted: "passed" },
    { given: "one failed", run: counted(3, 1), wanted: "failed" },
    { given: "one broken", run: counted(3, 0, 1), wanted: "failed" },
    { given: "no case at all", run: counted(0), wanted: "failed" },
    { given: "no case, and the service says passed", run: counted(0, 0, 0, 0, { kind: "passed" }), wanted: "failed" },
    { given: "only skipped cases", run: counted(0, 0, 0, 4), wanted: "failed" },
    { given: "all passed, but cut short", run: counted(3, 0, 0, 0, cutShort), wanted: "failed" },
    {
      given: "all passed, but the service says failed",
      run: counted(3, 0, 0, 0, { kind: "failed" }),
      wanted: "failed",
    },
  ])("$given: $wanted", ({ run, wanted }) => expect(gate(run, strict).kind).toBe(wanted));
});

describe("what the gate forgives", () => {
  const none = { count: 0 };
  test.for<{ given: string; run: ReturnType<typeof counted>; policy: GatePolicy; wanted: Verdict["kind"] }>([
    {
      given: "as many failures as allowed",
      run: counted(8, 2),
      policy: { failOn: "failed", maxFailures: { count: 2 } },
      wanted: "passed",
    },
    {
      given: "one more",
      run: counted(8, 3),
      policy: { failOn: "failed", maxFailures: { count: 2 } },
      wanted: "failed",
    },
    {
      given: "a percentage that is just met",
      run: counted(9, 1),
      policy: { failOn: "failed", maxFailures: { percent: 10 } },
      wanted: "passed",
    },
    {
      given: "a percentage that is just missed",
      run: counted(8, 1),
      policy: { failOn: "failed", maxFailures: { percent: 10 } },
      wanted: "failed",
    },
    {
      given: "a broken test instead of a failed one",
      run: counted(9, 0, 1),
      policy: { failOn: "failed", maxFailures: { count: 5 } },
      wanted: "failed",
    },
    {
      given: "failures, with --fail-on error",
      run: counted(1, 5),
      policy: { failOn: "error", maxFailures: none },
      wanted: "passed",
    },
    {
      given: "a broken test, with --fail-on error",
      run: counted(5, 0, 1),
      policy: { failOn: "error", maxFailures: none },
      wanted: "failed",
    },
    {
      given: "anything, with --fail-on never",
      run: counted(0, 5, 5),
      policy: { failOn: "never", maxFailures: none },
      wanted: "passed",
    },
    {
      given: "but never that no test ran",
      run: counted(0),
      policy: { failOn: "never", maxFailures: none },
      wanted: "failed",
    },
    {
      given: "nor that all were skipped",
      run: counted(0, 0, 0, 2),
      policy: { failOn: "never", maxFailures: none },
      wanted: "failed",
    },
    {
      given: "nor that the run was cut short",
      run: counted(2, 0, 0, 0, { kind: "cut-short", message: "x" }),
      policy: { failOn: "never", maxFailures: { percent: 100 } },
      wanted: "failed",
    },
  ])("$given: $wanted", ({ run, policy, wanted }) => expect(gate(run, policy).kind).toBe(wanted));

  test("forgives nothing if the service gives a reason beyond the tests", () => {
    const run = counted(8, 1, 0, 0, { kind: "failed", message: "the hub was lost" });
    expect(gate(run, { failOn: "never", maxFailures: { count: 5 } })).toEqual({
      kind: "failed",
      reason: "1 failed of 9 tests. The service says: the hub was lost",
    });
  });

  test("says how many failures were forgiven, and by which option", () => {
    const verdict = gate(counted(8, 2), { failOn: "failed", maxFailures: { count: 2 } });
    expect(verdict).toEqual({
      kind: "passed",
      forgiven: 2,
      reason: "2 failed of 10 tests; forgiven by --max-failures 2.",
    });
  });
});

describe("the fewest tests and the longest time", () => {
  const forgiving: GatePolicy = { failOn: "never", maxFailures: { percent: 100 } };
  const took = (durationMs?: number): ReturnType<typeof counted> => ({
    ...counted(3),
    ...(durationMs !== undefined && { durationMs }),
  });
  test.for<{ given: string; run: ReturnType<typeof counted>; more: Partial<GatePolicy>; reason?: string }>([
    { given: "as many tests as needed", run: counted(2, 1), more: { minTests: 3 } },
    {
      given: "one test too few",
      run: counted(2),
      more: { minTests: 3 },
      reason: "Only 2 tests ran; --min-tests is 3.",
    },
    {
      given: "enough tests, but one was skipped",
      run: counted(1, 1, 0, 1),
      more: { minTests: 3 },
      reason: "Only 2 tests of 3 ran; --min-tests is 3.",
    },
    { given: "as long as allowed", run: took(60_000), more: { maxDurationMs: 60_000 } },
    {
      given: "a moment longer",
      run: took(60_001),
      more: { maxDurationMs: 60_000 },
      reason: "The run took 61s; --max-duration is 1m.",
    },
    {
      given: "an unknown time",
      run: took(),
      more: { maxDurationMs: 60_000 },
      reason: "It is not known how long the run took; --max-duration is 1m.",
    },
    { given: "an unknown time without a limit", run: took(), more: {} },
  ])("$given", ({ run, more, reason }) => {
    const verdict = gate(run, { ...forgiving, ...more });
    expect(verdict.kind).toBe(reason === undefined ? "passed" : "failed");
    if (reason !== undefined) expect(verdict.reason).toBe(reason);
  });
});

test.for<{ more: Partial<GatePolicy>; reason: string }>([
  { more: { minTests: 9 }, reason: "Only 3 tests ran; --min-tests is 9. 1 failed of 3 tests." },
  { more: { minTests: 9, failOn: "never" }, reason: "Only 3 tests ran; --min-tests is 9." },
  {
    more: { maxDurationMs: 60_000 },
    reason: "It is not known how long the run took; --max-duration is 1m. 1 failed of 3 tests.",
  },
])("a limit of the run does not hide tests that failed beyond the gate: $reason", ({ more, reason }) => {
  expect(gate(counted(2, 1), { ...strict, ...more })).toEqual({ kind: "failed", reason });
});

describe("the reason, one sentence for people", () => {
  const forgiving: GatePolicy = { failOn: "failed", maxFailures: { percent: 50 } };
  const service = (message?: string): Conclusion => ({ kind: "failed", ...(message === undefined ? {} : { message }) });
  test.for<{ run: ReturnType<typeof counted>; policy?: GatePolicy; reason: string }>([
    { run: counted(1), reason: "1 test passed." },
    { run: counted(3), reason: "3 tests passed." },
    { run: counted(3, 0, 0, 2), reason: "3 tests passed, 2 skipped." },
    { run: counted(0, 1), reason: "1 failed of 1 test." },
    { run: counted(0, 0, 2), reason: "2 broken of 2 tests." },
    { run: counted(1, 2, 3, 4), reason: "2 failed and 3 broken of 10 tests, 4 skipped." },
    { run: counted(1, 1), policy: forgiving, reason: "1 failed of 2 tests; forgiven by --max-failures 50%." },
    { run: counted(2, 0, 0, 0, { kind: "cut-short", message: "lost" }), reason: "The run was cut short: lost" },
    { run: counted(0), reason: "No test ran at all." },
    { run: counted(0, 0, 0, 0, { kind: "passed" }), reason: "No test ran at all." },
    { run: counted(0, 0, 0, 0, service()), reason: "No test ran at all." },
    { run: counted(0, 0, 0, 0, service("no device")), reason: "No test ran at all: no device" },
    { run: counted(0, 0, 0, 2), reason: "No test ran at all: all 2 were skipped." },
    { run: counted(2, 0, 0, 0, service()), reason: "The service calls the run failed although no test failed." },
    {
      run: counted(2, 0, 0, 0, service("no device")),
      reason: "The service calls the run failed although no test failed: no device",
    },
    // As many failed as broken: the difference of the two must not hide them.
    { run: counted(2, 1, 1, 0, service()), reason: "1 failed and 1 broken of 4 tests." },
  ])("$reason", ({ run, policy = strict, reason }) => expect(gate(run, policy).reason).toBe(reason));
});

test("marks from elsewhere forgive nothing if no test passed, whatever put them there", () => {
  const quarantine = { reason: "SHOP-1", until: "2026-03-31" };
  const marked = { ...testCase("failed"), quarantine };
  expect(gate(testRun([marked, marked]), strict)).toEqual({
    kind: "failed",
    reason: "2 failed of 2 tests; --quarantine forgives nothing if no test passed.",
  });
  expect(gate(testRun([marked, marked]), { ...strict, failOn: "never" }).reason).toBe(
    "2 failed of 2 tests; forgiven by --fail-on never.",
  );
  expect(gate(testRun([marked, testCase("passed")]), strict)).toEqual({
    kind: "passed",
    reason: "1 failed of 2 tests; forgiven by --quarantine.",
    forgiven: 1,
  });
});
