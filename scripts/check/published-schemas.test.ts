import fc from "fast-check";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readQuarantine } from "../../packages/core/src/gate/quarantine-entries.ts";
import { type LedgerEntry, ledgerText } from "../../packages/core/src/ledger/ledger.ts";
import { readLedger } from "../../packages/core/src/ledger/read-ledger.ts";
import { readReportDocument } from "../../packages/core/src/report/read-results-json.ts";
import { anyReport } from "../../packages/core/src/report/any-report.fixture.ts";
import { reportOf, runWith } from "../../packages/core/src/report/reports.fixture.ts";
import { reportDocument, resultsText } from "../../packages/core/src/report/results-json.ts";
import { testCase, testRun } from "../../packages/core/src/results/test-runs.fixture.ts";
import { reports } from "../../packages/reporters/src/fixtures/reports.ts";
import { publishedSchema } from "./published-schemas.ts";

type Json = Record<string, unknown>;

/** Returns every place of a document: the object or list, and the key in it. */
function places(part: unknown): readonly (readonly [holder: Json, key: string])[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => [[part as Json, key] as const, ...places(value)]);
}

/** A value for any place, which is often almost valid. */
const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, true, -1, 0, 1.5, 1e300, "", " ", "passed", "failed", "usage", "cut-short", [], {}),
  fc.constantFrom("2026-02-28T00:00:00Z", "2026-02-30T00:00:00Z", "2026-02-28T24:00:00Z", "2026-02-30", "provider/x"),
);

/** Returns the document with one part replaced or removed. */
function damage(document: unknown, at: number, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as unknown;
  const all = places(copy);
  const [holder, key] = all[at % all.length] ?? [{}, ""];
  if (value === undefined && !Array.isArray(holder)) delete holder[key];
  else holder[key] = value ?? null;
  return copy;
}

describe("the published schema of results.json", () => {
  const fault = publishedSchema("results");
  const isRead = (document: unknown): boolean => {
    try {
      readReportDocument(JSON.stringify(document));
      return true;
    } catch {
      return false;
    }
  };

  it.each(Object.entries(reports))("accepts a report with %s", (_, report) => {
    expect(fault(JSON.parse(resultsText(report)))).toBeUndefined();
  });

  it("accepts everything that a report can contain", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(fault(JSON.parse(resultsText(report)))).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("refuses nothing that the reader accepts", { timeout: 60_000 }, () => {
    let refused = 0;
    fc.assert(
      fc.property(anyReport, fc.nat(), fc.option(anything, { nil: undefined }), (report, at, value) => {
        const document = damage(reportDocument(report), at, value);
        const why = fault(document);
        if (why === undefined) return;
        refused++;
        expect(isRead(document), why).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  const failing = (): Json =>
    JSON.parse(resultsText(reportOf([runWith(testRun([testCase("passed"), testCase("failed")]))]))) as Json;
  const run = "/runs/0";
  const aCase = `${run}/results/suites/0/cases`;
  it.each<{ what: string; place: string; value: unknown; fault: string }>([
    { what: "another version", place: "/version", value: 2, fault: "/version const" },
    { what: "no runs", place: "/runs", value: undefined, fault: " required" },
    { what: "a time that does not exist", place: `${run}/startedAt`, value: "2026-02-30T00:00:00Z", fault: "format" },
    {
      what: "a file outside provider/",
      place: `${run}/attachments/0`,
      value: { title: "t", file: "../x" },
      fault: "pattern",
    },
    { what: "results and an error", place: `${run}/error`, value: timedOut(), fault: "/runs/0" },
    { what: "neither results nor an error", place: `${run}/results`, value: null, fault: "/runs/0" },
    { what: "an unknown outcome", place: `${aCase}/0/outcome`, value: "ok", fault: "outcome" },
    { what: "a failure without a message", place: `${aCase}/1/message`, value: undefined, fault: "/cases/1" },
    {
      what: "a forgiven pass",
      place: `${aCase}/0/quarantine`,
      value: { reason: "r", until: "2026-12-31" },
      fault: "/cases/0",
    },
    { what: "a negative duration", place: `${aCase}/0/durationMs`, value: -1, fault: "minimum" },
  ])("refuses $what, as the reader does", ({ place, value, fault: wanted }) => {
    const document = failing();
    expect([fault(document), isRead(document)]).toEqual([undefined, true]);
    const [key = "", ...holders] = place.slice(1).split("/").toReversed();
    const holder = holders.reduceRight<Json>((part, each) => part[each] as Json, document);
    if (value === undefined) delete holder[key];
    else holder[key] = value;
    expect(fault(document)).toContain(wanted);
    expect(isRead(document)).toBe(false);
  });
});

function timedOut(): object {
  return { kind: "timed-out", code: "timed-out", message: "m", next: "n" };
}

describe("the published schema of run.json", () => {
  const fault = publishedSchema("run");
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "remotest-schemas-"));
  });
  afterAll(() => rm(dir, { recursive: true }));
  const read = async (document: unknown): ReturnType<typeof readLedger> => {
    await writeFile(join(dir, "run.json"), JSON.stringify(document));
    return readLedger(dir);
  };

  const text = fc.option(fc.string());
  const time = fc
    .date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true })
    .map((at) => at.toISOString());
  const entries: fc.Arbitrary<LedgerEntry> = fc
    .record({
      provider: fc.string(),
      start: fc.oneof(
        fc.constantFrom("not-started", "on-its-way").map((start) => ({ start, ref: null, url: null })),
        fc.record({ start: fc.constant("started"), ref: fc.string(), url: text }),
      ),
      name: fc.string(),
      distinction: text,
      label: text,
      plan: text,
      inputs: text,
      token: text,
      reruns: fc.array(fc.string()),
      rerunOnItsWay: fc.boolean(),
      gate: fc.option(
        fc.record(
          {
            failOn: fc.constantFrom("failed", "error", "never"),
            maxFailures: fc.oneof(fc.record({ count: fc.nat() }), fc.record({ percent: fc.nat(100) })),
            minTests: fc.nat(),
            maxDurationMs: fc.nat(),
          },
          { requiredKeys: [] },
        ),
      ),
      commit: fc.option(fc.constant("c0ffee1")),
      part: fc.option(
        fc.record({
          hash: fc.constant("ab".repeat(32)),
          runs: fc.constant(9),
          shard: fc.option(fc.nat(3).map((number) => ({ number: number + 1, of: 4 }))),
          build: text,
          position: fc.nat(8),
          blocking: fc.boolean(),
        }),
      ),
      startedAt: time,
      endedAt: fc.option(time),
      verdict: text,
      reported: fc.boolean(),
    })
    .map(({ start, ...entry }) => ({ ...entry, ...start }));

  it("accepts every ledger, and the reader returns all of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 3 }), async (runs) => {
        const document = JSON.parse(ledgerText(runs)) as unknown;
        expect(fault(document)).toBeUndefined();
        expect(await read(document)).toEqual(runs);
      }),
    );
  });

  const good = { provider: "p", name: "n", startedAt: "2026-01-01T00:00:00.000Z", reruns: [] };
  it.each<{ what: string; document: unknown }>([
    { what: "another version", document: { version: 2, runs: [] } },
    { what: "no version", document: { runs: [] } },
    { what: "no runs", document: { version: 1 } },
    { what: "a list", document: [] },
    { what: "an entry that is not an object", document: { version: 1, runs: ["p:1"] } },
    { what: "an entry without a provider", document: { version: 1, runs: [{ ...good, provider: undefined }] } },
    { what: "a name that is a number", document: { version: 1, runs: [{ ...good, name: 7 }] } },
    { what: "no list of reruns", document: { version: 1, runs: [{ ...good, reruns: null }] } },
    { what: "a rerun that is not a reference", document: { version: 1, runs: [{ ...good, reruns: [7] }] } },
  ])("refuses $what, as the reader does", async ({ document }) => {
    expect(fault(document)).toBeDefined();
    expect(await read(document)).toBe("unreadable");
  });
});

describe("the published schema of the quarantine file", () => {
  const fault = publishedSchema("quarantine");
  const good = { case: "Pixel *", reason: "SHOP-12", until: "2026-12-31" };
  const isAccepted = (document: unknown): boolean => readQuarantine(document, "quarantine.yaml").problems.length === 0;

  it("accepts the example of docs/quarantine.md", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/quarantine.md"), "utf8");
    const example: unknown = parse(/```yaml\n(.*?)```/s.exec(page)?.[1] ?? "");
    expect(example).toHaveLength(2);
    expect([fault(example), isAccepted(example)]).toEqual([undefined, true]);
  });

  it("accepts what the reader accepts, and nothing else", () => {
    const texts = fc.oneof(
      fc.string(),
      anything,
      fc.constantFrom("Pixel *", "\u00A0", "é".repeat(500), "😀".repeat(500)),
    );
    const entry = fc.record(
      {
        case: texts,
        suite: texts,
        reason: texts,
        until: fc.oneof(anything, fc.constantFrom("2028-02-29", "2026-02-29")),
      },
      { requiredKeys: [] },
    );
    const documents = fc.oneof(
      anything,
      // A schema cannot compare two entries for the same tests, so there is only one.
      fc.array(entry, { maxLength: 1 }),
      fc.tuple(fc.nat(), anything).map(([at, value]) => damage([{ ...good, suite: "Phones" }], at, value)),
      fc.tuple(fc.string(), anything).map(([key, value]) => [{ ...good, [key]: value }]),
    );
    fc.assert(
      fc.property(documents, (document) => {
        expect(fault(document) === undefined, fault(document)).toBe(isAccepted(document));
      }),
      { numRuns: 3000 },
    );
  });

  it.each<{ what: string; document: unknown }>([
    { what: "a mapping", document: good },
    {
      what: "too many entries",
      document: Array.from({ length: 2001 }, (_, at) => ({ ...good, case: `${at}` })),
    },
    { what: "an entry without a reason", document: [{ ...good, reason: undefined }] },
    { what: "a day that does not exist", document: [{ ...good, until: "2026-02-30" }] },
    { what: "an empty case", document: [{ ...good, case: " " }] },
    { what: "a suite that is null", document: [{ ...good, suite: null }] },
    { what: "a misspelt key", document: [{ ...good, unitl: "2026-12-31" }] },
    { what: "a prototype", document: JSON.parse('[{"__proto__":{},"case":"a","reason":"r","until":"2026-12-31"}]') },
    { what: "a glob of more than 500 characters", document: [{ ...good, case: "*".repeat(501) }] },
  ])("refuses $what, as the reader does", ({ document }) => {
    // As in a file, nothing is undefined.
    const written = JSON.parse(JSON.stringify(document)) as unknown;
    expect(fault(written)).toBeDefined();
    expect(isAccepted(written)).toBe(false);
  });
});
