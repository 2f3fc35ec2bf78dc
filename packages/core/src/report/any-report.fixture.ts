import fc from "fast-check";
import { InterruptedError, ProviderError, type RemotestError, TimedOutError, UnknownStartError } from "../errors.ts";
import { type Verdict, verdictOf } from "../gate/verdict.ts";
import { gate } from "../gate/gate.ts";
import type { Report, RunEnd, RunReport } from "./report.ts";
import { reportOf } from "./reports.fixture.ts";
import type { Attempt, Conclusion, TestCase, TestRun } from "../results/test-run.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

/** Any text of a service, even with invalid characters. */
const text = fc.string({ unit: anyCharacter, maxLength: 12 });
const links = fc.array(fc.record({ label: text, href: text }), { maxLength: 2 });
const durations = fc.option(fc.double({ min: 0, max: 8.64e15, noNaN: true }), { nil: undefined });

const attempts: fc.Arbitrary<Attempt> = fc
  .record({
    outcome: fc.constantFrom("passed", "failed", "error", "skipped"),
    message: text,
    links,
    durationMs: durations,
  })
  .map(({ outcome, message, links, durationMs }) => ({
    links,
    // Negative zero becomes zero in JSON.
    ...(durationMs === undefined ? {} : { durationMs: Math.abs(durationMs) }),
    ...(outcome === "passed" || (outcome === "skipped" && message === "") ? { outcome } : { outcome, message }),
  })) as fc.Arbitrary<Attempt>;

const cases: fc.Arbitrary<TestCase> = fc
  .record({
    attempt: attempts,
    name: text,
    earlierAttempts: fc.array(attempts, { maxLength: 2 }),
    reason: text,
    unnamed: fc.boolean(),
  })
  .map(({ attempt, name, earlierAttempts, reason, unnamed }) => ({
    ...attempt,
    name,
    earlierAttempts,
    ...(unnamed ? { unnamed } : {}),
    ...(reason !== "" && (attempt.outcome === "failed" || attempt.outcome === "error")
      ? { quarantine: { reason, until: "2026-12-31" } }
      : {}),
  }));

const conclusions = fc.oneof<fc.Arbitrary<Conclusion>[]>(
  fc.constantFrom<Conclusion>({ kind: "passed" }, { kind: "failed" }, { kind: "unstated" }),
  text.map((message) => ({ kind: "failed", message }) as const),
  text.map((message) => ({ kind: "cut-short", message }) as const),
);

const testRuns: fc.Arbitrary<TestRun> = fc.record(
  {
    suites: fc.array(
      fc.record(
        { name: text, ofDevices: fc.constant(true as const), cases: fc.array(cases, { maxLength: 3 }) },
        { requiredKeys: ["name", "cases"] },
      ),
      { maxLength: 2 },
    ),
    conclusion: conclusions,
    warnings: fc.array(text, { maxLength: 2 }),
    durationMs: fc.nat(),
  },
  { requiredKeys: ["suites", "conclusion", "warnings"] },
);

const errors: fc.Arbitrary<RemotestError> = fc
  .record({ kind: fc.nat({ max: 4 }), message: text, next: text, code: text })
  .map(({ kind, message, next, code }) => {
    const fault = { code, message, next, retry: "never" } as const;
    switch (kind) {
      case 0:
        return new TimedOutError({ message, next });
      case 1:
        return new UnknownStartError(message, next);
      case 2:
        return new InterruptedError("SIGTERM", { message, next });
      case 3:
        return new ProviderError({ ...fault, serviceCode: "4050", reason: message });
      default:
        return new ProviderError(fault);
    }
  });

const ends: fc.Arbitrary<{ readonly end: RunEnd; readonly verdict: Verdict }> = fc.oneof(
  testRuns.map(
    (testRun) =>
      ({
        end: { kind: "results", testRun },
        verdict: gate(testRun, { failOn: "failed", maxFailures: { percent: 30 } }),
      }) as const,
  ),
  errors.map((error) => ({ end: { kind: "no-results", error }, verdict: verdictOf(error) }) as const),
);

/** Times that a document can contain. */
const times = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true });

const runs: fc.Arbitrary<RunReport> = fc
  .record({
    provider: fc.constantFrom("apptest", "ats", "my-own"),
    name: text,
    distinction: fc.option(text, { nil: undefined }),
    label: fc.option(text, { nil: undefined }),
    blocking: fc.constantFrom(undefined, undefined, false),
    commit: fc.constantFrom(undefined, "c".repeat(40)),
    handle: fc.constantFrom(
      undefined,
      { ref: "apptest:251929" },
      { ref: "ats:a/b", name: "n", url: "https://x.example" },
    ),
    from: times,
    to: times,
    end: ends,
    attachments: fc.array(
      fc.record(
        {
          title: text,
          file: fc.constantFrom("provider/result.xml", "provider/2-rerun-1-result.xml"),
          testCase: fc.record({ suite: text, name: text }),
        },
        { requiredKeys: ["title", "file"] },
      ),
      { maxLength: 2 },
    ),
  })
  .map(({ end, from, to, blocking, ...run }) => ({
    ...run,
    ...(blocking === false && { blocking }),
    ...end,
    startedAt: from < to ? from : to,
    endedAt: from < to ? to : from,
  }));

/** Any report that the flow may make. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    runs: fc.array(runs, { maxLength: 3 }),
    warnings: fc.array(text, { maxLength: 2 }),
    commit: fc.constantFrom(undefined, "a".repeat(40), "b".repeat(64)),
    origin: fc.option(
      fc.record({ system: text, branch: text, repository: text, startedBy: text }, { requiredKeys: ["system"] }),
      {
        nil: undefined,
      },
    ),
    lacksShards: fc.boolean(),
  })
  .map(({ runs, warnings, commit, origin, lacksShards }) =>
    reportOf(runs, {
      warnings,
      ...(commit === undefined ? {} : { commit }),
      ...(origin && { origin }),
      ...(lacksShards && { lacksShards }),
    }),
  );
