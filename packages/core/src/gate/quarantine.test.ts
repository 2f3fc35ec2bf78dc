import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exitCode } from "./verdict.ts";
import { gate, type GatePolicy } from "./gate.ts";
import { applyQuarantine, dayOf, type QuarantineEntry, quarantineWarnings } from "./quarantine.ts";
import type { Outcome, TestRun } from "../results/test-run.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";

const today = "2026-11-22";

function entry(name: string, more: Partial<QuarantineEntry> = {}): QuarantineEntry {
  return { case: name, reason: "SHOP-12", until: "2026-12-31", place: "entry 1 (line 1)", ...more };
}

function run(cases: Readonly<Record<string, Outcome>>): TestRun {
  return testRun(Object.entries(cases).map(([name, outcome]) => testCase(outcome, name)));
}

function forgiven(given: TestRun, ...entries: readonly QuarantineEntry[]): readonly string[] {
  return applyQuarantine(given, entries, today).suites.flatMap(({ cases }) =>
    cases.filter(({ quarantine }) => quarantine).map(({ name }) => name),
  );
}

describe("an entry of the quarantine", () => {
  const given = run({ "Pixel 9": "failed", "Pixel 8": "error", "Galaxy S8": "failed", iPad: "passed", Mi: "skipped" });

  test.for<{ entries: readonly QuarantineEntry[]; wanted: readonly string[] }>([
    { entries: [], wanted: [] },
    { entries: [entry("Pixel 9")], wanted: ["Pixel 9"] },
    { entries: [entry("Pixel 8")], wanted: ["Pixel 8"] },
    { entries: [entry("Pixel *")], wanted: ["Pixel 9", "Pixel 8"] },
    { entries: [entry("pixel 9")], wanted: [] },
    { entries: [entry("Pixel")], wanted: [] },
    { entries: [entry("*")], wanted: ["Pixel 9", "Pixel 8", "Galaxy S8"] },
    { entries: [entry("*", { suite: "suite" })], wanted: ["Pixel 9", "Pixel 8", "Galaxy S8"] },
    { entries: [entry("Pixel 9", { suite: "other" })], wanted: [] },
    { entries: [entry("Pixel 9", { suite: "s*" })], wanted: ["Pixel 9"] },
    { entries: [entry("Pixel 9", { until: "2026-11-21" })], wanted: [] },
    { entries: [entry("Pixel 9", { until: "2026-11-22" })], wanted: ["Pixel 9"] },
    { entries: [entry("Pixel 9", { until: "2026-11-21" }), entry("Pixel ?")], wanted: ["Pixel 9", "Pixel 8"] },
  ])("$entries covers $wanted", ({ entries, wanted }) => expect(forgiven(given, ...entries)).toEqual(wanted));

  test("gives its reason and its last day; a full name takes precedence over a glob", () => {
    const entries = [entry("Pixel *", { reason: "all Pixels" }), entry("Pixel 9", { reason: "SHOP-13" })];
    const [suite] = applyQuarantine(given, entries, today).suites;
    expect(suite?.cases[0]).toEqual({
      ...testCase("failed", "Pixel 9"),
      quarantine: { reason: "SHOP-13", until: "2026-12-31" },
    });
    expect(suite?.cases[1]?.quarantine?.reason).toBe("all Pixels");
  });

  test("recognises a name as people read it: white space and the spelling of characters do not matter", () => {
    const odd = run({ "Pixel\n  9 ": "failed", ["갤럭시".normalize("NFD")]: "failed", iPad: "passed" });
    expect(forgiven(odd, entry("Pixel 9"), entry("갤럭시".normalize("NFC")))).toHaveLength(2);
  });

  test("replaces all marks from elsewhere", () => {
    const marked = applyQuarantine(given, [entry("*")], today);
    expect(forgiven(marked)).toEqual([]);
    expect(applyQuarantine(marked, [], today)).toEqual(given);
  });

  test("marks nothing if no test passed, with one warning, even if it is applied twice", () => {
    const broken = run({ a: "failed", b: "error", c: "skipped" });
    const once = applyQuarantine(broken, [entry("a")], today);
    expect(forgiven(once, entry("a"))).toEqual([]);
    expect(once).toEqual({
      ...broken,
      quarantineWarnings: ["No test passed, so --quarantine forgives nothing in this run."],
    });
    expect(applyQuarantine(once, [entry("a")], today)).toEqual(once);
    for (const elsewhere of [[], [entry("c")], [entry("a", { until: "2026-11-21" })]])
      expect(applyQuarantine(once, elsewhere, today)).toEqual(broken);
  });

  test("applies until the end of its day in UTC", () => {
    expect(dayOf(new Date("2026-12-31T23:59:59.999Z"))).toBe("2026-12-31");
    expect(dayOf(new Date("2027-01-01T01:00:00+02:00"))).toBe("2026-12-31");
  });
});

describe("the warnings of the quarantine", () => {
  const given = run({ "Pixel 9": "failed", iPad: "passed" });
  test.for<{ what: string; entries: readonly QuarantineEntry[]; wanted: readonly RegExp[] }>([
    { what: "one that applies", entries: [entry("Pixel 9")], wanted: [] },
    { what: "one whose case passed", entries: [entry("iPad")], wanted: [] },
    {
      what: "one that expired",
      entries: [entry("Pixel 9", { until: "2026-11-01", place: "entry 2 (line 7)" })],
      wanted: [/^--quarantine, entry 2 \(line 7\), "Pixel 9" expired on 2026-11-01: remove it or fix the test\.$/],
    },
    {
      what: "one that expired and covers nothing",
      entries: [entry("x", { until: "2026-11-01" })],
      wanted: [/expired/],
    },
    { what: "one that covers nothing", entries: [entry("Pixle 9")], wanted: [/"Pixle 9" covers no test/] },
    {
      what: "one that covers nothing in its suite",
      entries: [entry("Pixel 9", { suite: "x" })],
      wanted: [/covers no/],
    },
    { what: "a glob that covers nothing", entries: [entry("Nexus *")], wanted: [/covers no test/] },
  ])("$what: $wanted", ({ entries, wanted }) => {
    const warnings = quarantineWarnings([given], entries, today);
    expect(warnings).toHaveLength(wanted.length);
    for (const [index, pattern] of wanted.entries()) expect(warnings[index]).toMatch(pattern);
  });

  test("consider all runs together", () => {
    const other = run({ Nexus: "passed" });
    expect(quarantineWarnings([given, other], [entry("Nexus"), entry("iPad")], today)).toEqual([]);
  });

  test("call no entry unmatched while a run has no results", () => {
    expect(quarantineWarnings([given, undefined], [entry("Nexus")], today)).toEqual([]);
    expect(quarantineWarnings([undefined], [entry("Nexus", { until: "2020-01-01" })], today)).toHaveLength(1);
  });
});

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
