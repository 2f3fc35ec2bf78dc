import { describe, expect, test } from "vitest";
import { testCase } from "../results/test-runs.fixture.ts";
import { applyQuarantine, coveredBy, dayOf, type QuarantineEntry, quarantineWarnings } from "./quarantine.ts";
import { entry, forgiven, run, today } from "./quarantine.fixture.ts";

describe("an entry of the quarantine", () => {
  const given = run({ "Pixel 9": "failed", "Pixel 8": "error", "Galaxy S8": "failed", iPad: "passed", Mi: "skipped" });

  test.for<{ entries: readonly QuarantineEntry[]; wanted: readonly string[] }>([
    { entries: [], wanted: [] },
    { entries: [entry("Pixel 9")], wanted: ["Pixel 9"] },
    { entries: [entry("Pixel 8")], wanted: ["Pixel 8"] },
    { entries: [entry("Pixel *")], wanted: ["Pixel 9", "Pixel 8"] },
    { entries: [entry("pixel 9")], wanted: [] },
    { entries: [entry("Pixel")], wanted: [] },
    { entries: [entry("Pixel9")], wanted: [] },
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

test("a test is covered by an entry of its name and suite, even an expired one", () => {
  const isCovered = coveredBy([entry("Pixel *", { suite: "Shop" }), entry("iPad", { until: "2020-01-01" })]);
  expect(isCovered("Shop", "Pixel 9")).toBe(true);
  expect(isCovered("any", "iPad")).toBe(true);
  expect(isCovered("Shop", "Nexus")).toBe(false);
  expect(isCovered("Bank", "Pixel 9")).toBe(false);
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
    { what: "one on its last day", entries: [entry("Pixel 9", { until: today })], wanted: [] },
    {
      what: "one with a name of 80 characters",
      entries: [entry("x".repeat(80))],
      wanted: [
        /^--quarantine, entry 1 \(line 1\), "x{80}" covers no test of this report: remove it or correct the name\.$/,
      ],
    },
    { what: "one with a longer name", entries: [entry("x".repeat(81))], wanted: [/^[^"]+"x{80}…" covers no test/] },
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
