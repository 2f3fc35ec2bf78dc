import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TimedOutError } from "../errors.ts";
import { counted } from "../results/test-runs.fixture.ts";
import { readReportDocument } from "./read-results-json.ts";
import { anyReport } from "./any-report.fixture.ts";
import { reportOf, runWith, runWithout } from "./reports.fixture.ts";
import { reportDocument } from "./results-json.ts";

type Json = Record<string, unknown>;

describe("a results.json that anyone may have written is refused", () => {
  const good = (): { runs: Json[] } & Json =>
    structuredClone(
      reportDocument(
        reportOf([
          runWith(counted(1, 1), { attachments: [{ title: "t", file: "provider/result.xml" }] }),
          runWithout(new TimedOutError(1000)),
        ]),
      ),
    ) as { runs: Json[] } & Json;
  const read = (document: unknown): unknown => readReportDocument(JSON.stringify(document));
  const attachedAs = (file: unknown) => (document: { runs: Json[] }) => {
    (document.runs[0] ?? {})["attachments"] = [{ title: "t", file }];
  };
  const firstRun = (change: Json) => (document: { runs: Json[] }) => void Object.assign(document.runs[0] ?? {}, change);

  test("but not with warnings of the quarantine, which a merge leaves out, nor with an unknown start", () => {
    const quarantineWarnings = ["--quarantine, entry 1, expired"];
    const results = { ...counted(0, 1), quarantineWarnings };
    const lost = { ...runWithout(new TimedOutError(1000)), mayHaveStarted: true as const };
    const report = { ...reportOf([runWith(results), lost]), quarantineWarnings };
    expect(readReportDocument(JSON.stringify(reportDocument(report)))).toMatchObject({
      quarantineWarnings,
      warnings: report.warnings,
      runs: [{ end: { testRun: { quarantineWarnings } } }, { mayHaveStarted: true }],
    });
  });

  test("but not if it is valid", () => expect(read(good())).toMatchObject({ exitCode: 4 }));

  test.for<{ what: string; change: (document: { runs: Json[] } & Json) => void; says: RegExp }>([
    {
      what: "another version",
      change: (document) => (document["version"] = 2),
      says: /^version must be 1: another version/,
    },
    {
      what: "no version",
      change: (document) => delete document["version"],
      says: /^version is missing: another version/,
    },
    { what: "no runs", change: (document) => delete (document as Json)["runs"], says: /runs is missing/ },
    {
      what: "another verdict than that of its runs",
      change: (document) => (document["verdict"] = { kind: "passed", reason: "" }),
      says: /the verdict of its runs is timed-out/,
    },
    {
      what: "another exit code than that of its runs",
      change: (document) => (document["exitCode"] = 0),
      says: /exit code 0/,
    },
    {
      what: "fewer runs than its verdict says",
      change: (document) => document.runs.pop(),
      says: /the verdict of its runs is failed/,
    },
    { what: "no name", change: firstRun({ name: 7 }), says: /^runs\[0\]\.name must be text\.$/ },
    { what: "a provider that is a path", change: firstRun({ provider: "../x" }), says: /provider must match/ },
    {
      what: "a reference that is not valid",
      change: firstRun({ handle: { ref: "x" } }),
      says: /handle\.ref must match/,
    },
    {
      what: "a time that does not exist",
      change: firstRun({ startedAt: "2026-13-01T00:00:00.000Z" }),
      says: /startedAt must be a time/,
    },
    {
      what: "a time in another format",
      change: firstRun({ startedAt: "yesterday" }),
      says: /startedAt must match/,
    },
    {
      what: "an end before its start",
      change: firstRun({ endedAt: "2026-11-22T09:29:59.999Z" }),
      says: /^runs\[0\] must not end before it starts/,
    },
    ...[-1, 8.64e15 + 2, 1e308].map((durationMs) => ({
      what: `a test that took ${durationMs} ms`,
      change: firstRun({
        results: {
          suites: [{ name: "s", cases: [{ name: "c", outcome: "passed", durationMs }] }],
          conclusion: { kind: "unstated" },
          warnings: [],
        },
      }),
      says: /^runs\[0\]\.results\.suites\[0\]\.cases\[0\]\.durationMs must be from 0 to 8640000000000000/,
    })),
    {
      what: "results and an error",
      change: firstRun({ error: (good().runs[1] ?? {})["error"] }),
      says: /^runs\[0\] must have either results or an error/,
    },
    { what: "neither", change: firstRun({ results: null }), says: /^runs\[0\] must have either results or an error/ },
    {
      what: "a verdict that results never have",
      change: firstRun({ verdict: { kind: "timed-out", reason: "" } }),
      says: /runs\[0\]\.verdict\.kind must be one of passed, failed/,
    },
    {
      what: "another verdict than that of its error",
      change: (document) => void Object.assign(document.runs[1] ?? {}, { verdict: { kind: "failed", reason: "" } }),
      says: /runs\[1\]\.verdict\.kind must be timed-out/,
    },
    {
      what: "an unknown outcome",
      change: firstRun({
        results: {
          suites: [{ name: "s", cases: [{ name: "c", outcome: "ok" }] }],
          conclusion: { kind: "unstated" },
          warnings: [],
        },
      }),
      says: /cases\[0\]\.outcome must be one of passed/,
    },
    {
      what: "a failure without a message",
      change: firstRun({
        results: {
          suites: [{ name: "s", cases: [{ name: "c", outcome: "failed" }] }],
          conclusion: { kind: "unstated" },
          warnings: [],
        },
      }),
      says: /cases\[0\] must have a message that is text/,
    },
    {
      what: "a pass in quarantine",
      change: firstRun({
        results: {
          suites: [
            { name: "s", cases: [{ name: "c", outcome: "passed", quarantine: { reason: "r", until: "2026-12-31" } }] },
          ],
          conclusion: { kind: "unstated" },
          warnings: [],
        },
      }),
      says: /cases\[0\] must not be in quarantine/,
    },
    ...[
      "/etc/passwd",
      "provider/../../x",
      "provider/..",
      "provider/.x",
      "provider/x.framed.html",
      "provider/x.framed.HTM",
      "provider/a/b",
      "provider\\x",
      "provider/a\\b",
      "provider/c:x",
      "provider/",
      "provider/\u0000",
      "x",
      7,
      ["provider/x"],
    ].map((file) => ({
      what: `the attachment ${JSON.stringify(file)}`,
      change: attachedAs(file),
      says: /attachments\[0\]\.file must (be text|match)/,
    })),
  ])("with $what", ({ change, says }) => {
    const document = good();
    change(document);
    expect(() => read(document)).toThrow(says);
  });

  test.for(["", "{", "null", "[]", '"x"', "7", '{"version":1}', "\u0000"])("as %j", (text) =>
    expect(() => readReportDocument(text)).toThrow(expect.objectContaining({ name: "MalformedDocumentError" })),
  );

  test("inherited properties are not read", () => {
    const document = JSON.stringify(good()).replace('"name":"Nightly"', '"__proto__":{"name":"inherited"}');
    expect(() => readReportDocument(document)).toThrow(/runs\[0\]\.name is missing/);
  });

  test("whatever it contains, it is read or refused with MalformedDocumentError", () => {
    fc.assert(
      fc.property(anyReport, fc.nat(), fc.jsonValue(), (report, at, value) => {
        const document = JSON.parse(JSON.stringify(reportDocument(report))) as unknown;
        const places: [Json, string][] = [];
        const walk = (part: unknown): void => {
          if (typeof part !== "object" || part === null) return;
          for (const key of Object.keys(part)) {
            places.push([part as Json, key]);
            walk((part as Json)[key]);
          }
        };
        walk(document);
        const [holder, key] = places[at % places.length] ?? [{}, ""];
        holder[key] = value;
        try {
          readReportDocument(JSON.stringify(document));
        } catch (error) {
          expect(error).toMatchObject({ name: "MalformedDocumentError" });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
