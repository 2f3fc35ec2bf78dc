import { type GatePolicy, optionName, type TestCase } from "@remotest/core";
import { commonInputs, mergeReports, type QuarantineEntry, reportDocument, type Shard } from "@remotest/core/flow";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inputNames } from "./plugin-names.ts";

const plugins = ["github", "azure", "gitlab", "jenkins"] as const;
const options = Object.keys(commonInputs);

const testCases = fc.array(
  fc.record({
    name: fc.constantFrom("Sign in", "Pay", "Search"),
    outcome: fc.constantFrom("passed", "failed", "error", "skipped"),
    message: fc.constant("no"),
    links: fc.constant([]),
    earlierAttempts: fc.constant([]),
  }),
  { maxLength: 5 },
) as fc.Arbitrary<readonly TestCase[]>;
const policies: fc.Arbitrary<GatePolicy> = fc.record({
  failOn: fc.constantFrom("failed", "error", "never"),
  maxFailures: fc.oneof(fc.record({ count: fc.nat(3) }), fc.record({ percent: fc.nat(100) })),
  minTests: fc.integer({ min: 1, max: 3 }),
  maxDurationMs: fc.option(fc.constantFrom(60_000, 600_000), { nil: undefined }),
});
const entries: fc.Arbitrary<readonly QuarantineEntry[]> = fc.array(
  fc.record({
    case: fc.constantFrom("Pay", "Sign*", "Other"),
    reason: fc.constant("SHOP-1"),
    until: fc.constantFrom("2026-03-30", "2026-03-31"),
    place: fc.constant("entry 1 (line 1)"),
  }),
  { maxLength: 2 },
);

/** Returns everything that a report says about one run with these cases. */
function said(
  plugin: string | undefined,
  cases: readonly TestCase[],
  policy: GatePolicy,
  quarantine: readonly QuarantineEntry[],
  durationMs: number | undefined,
): string {
  const now = new Date("2026-03-31T12:00:00Z");
  const testRun = {
    suites: [{ name: "Shop", cases }],
    conclusion: { kind: "unstated" },
    warnings: [],
    ...(durationMs !== undefined && { durationMs }),
  } as const;
  const verdict = { kind: "passed", reason: "", forgiven: 0 } as const;
  const end = { kind: "results", testRun } as const;
  const times = { startedAt: now, endedAt: now };
  const runs = [{ provider: "ats", name: "Nightly", handle: undefined, ...times, end, verdict, attachments: [] }];
  const shards: readonly Shard[] = [
    { kind: "report", name: "1", runs, warnings: [] },
    { kind: "missing", name: "2", why: "was not given", runs: [] },
  ];
  const names = inputNames(plugin === undefined ? {} : { REMOTEST_PLUGIN: plugin });
  const places = { reportDir: "r", givenReportDir: "r" };
  const settings = { policy, quarantine, history: [], allowMissing: false, warnings: [], ...places, now, names };
  return JSON.stringify(reportDocument(mergeReports(shards, settings)));
}

const given = fc.tuple(testCases, policies, entries, fc.option(fc.constant(90_000), { nil: undefined }));

test("no reason and no warning in a plugin names an input in the spelling of the command line", () => {
  const spelled = new Set(
    options
      .filter((input) => inputNames({ REMOTEST_PLUGIN: "azure" }).option(input) !== optionName(input))
      .map(optionName),
  );
  fc.assert(
    fc.property(fc.constantFrom(...plugins), given, (plugin, args) => {
      const found = said(plugin, ...args).match(/--[a-z][a-z-]*/g) ?? [];
      expect(found.filter((option) => spelled.has(option))).toEqual([]);
    }),
  );
});

test("each reason and warning in a plugin is the command's own, with the plugin's names", () => {
  fc.assert(
    fc.property(fc.constantFrom(...plugins), given, (plugin, args) => {
      const { option } = inputNames({ REMOTEST_PLUGIN: plugin });
      const byName = new Map(options.map((input) => [optionName(input), option(input)]));
      const expected = said(undefined, ...args).replaceAll(/--[a-z][a-z-]*/g, (each) => byName.get(each) ?? each);
      expect(said(plugin, ...args)).toBe(expected);
    }),
  );
});
