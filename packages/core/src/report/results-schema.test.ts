import { describe, expect, test } from "vitest";
import { parseDocument } from "./document.ts";
import { resultsSchema } from "./results-schema.ts";

type Json = Record<string, unknown>;

/** A document with every field. */
const whole = {
  version: 1,
  commit: "0123abc",
  plan: { hash: "ab".repeat(32), runs: 9, shard: { number: 2, of: 4 } },
  lacksShards: true,
  verdict: { kind: "passed", reason: "r", forgiven: 1 },
  exitCode: 0,
  warnings: ["w"],
  runs: [
    {
      provider: "apptest",
      name: "n",
      distinction: "d",
      label: "l",
      position: 8,
      handle: { ref: "apptest:1", name: "n", url: "https://x.example" },
      startedAt: "2026-11-22T09:30:00.000Z",
      endedAt: "2026-11-22T09:30:00Z",
      verdict: { kind: "passed", reason: "r", forgiven: 1 },
      results: {
        suites: [
          {
            name: "s",
            ofDevices: true,
            cases: [
              {
                name: "c",
                outcome: "failed",
                message: "m",
                durationMs: 1,
                links: [{ label: "l", href: "h" }],
                earlierAttempts: [{ outcome: "skipped", message: "m", durationMs: 0, links: [] }],
                unnamed: true,
                quarantine: { reason: "r", until: "2026-12-31" },
              },
            ],
          },
        ],
        conclusion: { kind: "failed", message: "m" },
        warnings: ["w"],
      },
      attachments: [{ title: "t", file: "provider/result.xml" }],
    },
  ],
};

/** Returns the document with one part replaced; undefined removes it. */
function replaced(path: string, value: unknown): string {
  const document = structuredClone(whole) as Json;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  const last = keys.pop() ?? "";
  const holder = keys.reduce<Json>((part, key) => part[key] as Json, document);
  holder[last] = value;
  return JSON.stringify(document);
}

const aCase = "runs[0].results.suites[0].cases[0]";

describe("the schema of results.json", () => {
  test("accepts every field, with times as dates", () => {
    const [run] = whole.runs;
    const { version, verdict, ...rest } = whole;
    expect(parseDocument(resultsSchema, JSON.stringify(whole))).toEqual({
      version,
      verdict,
      ...rest,
      runs: [{ ...run, startedAt: new Date("2026-11-22T09:30:00Z"), endedAt: new Date("2026-11-22T09:30:00Z") }],
    });
  });

  test.for([
    "commit",
    "plan",
    "plan.shard",
    "lacksShards",
    "runs[0].position",
    "runs[0].distinction",
    "runs[0].label",
    "runs[0].handle",
    "runs[0].handle.name",
    "runs[0].handle.url",
    "runs[0].results",
    "runs[0].results.conclusion.message",
    "runs[0].results.suites[0].ofDevices",
    ...["durationMs", "unnamed", "quarantine"].map((key) => `${aCase}.${key}`),
    `${aCase}.earlierAttempts[0].message`,
  ])("accepts null for %s as absent", (path) => {
    expect(parseDocument(resultsSchema, replaced(path, null))).toStrictEqual(
      parseDocument(resultsSchema, replaced(path, undefined)),
    );
  });

  test("treats missing links and earlier attempts as empty lists", () => {
    for (const value of [null, undefined])
      for (const key of ["links", "earlierAttempts"]) {
        const { runs } = parseDocument(resultsSchema, replaced(`${aCase}.${key}`, value));
        expect(runs[0]?.results?.suites[0]?.cases[0]).toMatchObject({ [key]: [] });
      }
  });

  test("removes the message of a passed case", () => {
    const { runs } = parseDocument(
      resultsSchema,
      replaced(`${aCase}.earlierAttempts[0]`, { outcome: "passed", message: "m" }),
    );
    expect(runs[0]?.results?.suites[0]?.cases[0]?.earlierAttempts).toStrictEqual([{ outcome: "passed", links: [] }]);
  });

  test.for<{ path: string; value: unknown; says: string }>([
    { path: "runs[0].name", value: 1, says: "must be text" },
    { path: "runs[0].name", value: undefined, says: "is missing" },
    { path: "runs[0].name", value: null, says: "must be text" },
    { path: "runs[0].attachments", value: undefined, says: "is missing" },
    { path: "runs[0].verdict", value: undefined, says: "is missing" },
    { path: "runs[0].verdict.kind", value: undefined, says: "must be one of passed, failed, usage" },
    { path: "runs[0].results.conclusion.kind", value: "x", says: "must be one of passed, unstated, failed, cut-short" },
    { path: "exitCode", value: "1", says: "must be a number" },
    { path: "exitCode", value: -1, says: "must be a count" },
    { path: "exitCode", value: 1.5, says: "must be a count" },
    { path: "plan.hash", value: "AB", says: "must match" },
    { path: "plan.runs", value: -1, says: "must be a count" },
    { path: "plan.shard.number", value: 0, says: "must be at least 1" },
    { path: "plan.shard", value: { number: 5, of: 4 }, says: "must not be after the last shard" },
    { path: "runs[0].position", value: "1", says: "must be a number" },
    { path: "warnings", value: { length: 1 }, says: "must be a list" },
    { path: "runs[0]", value: "x", says: "must be an object" },
    { path: "runs[0].startedAt", value: "2026-13-01T00:00:00Z", says: "must be a time that exists" },
    { path: "runs[0].startedAt", value: "2026-02-30T00:00:00Z", says: "must be a time that exists" },
    { path: `${aCase}.links[0]`, value: 1, says: "must be an object" },
    { path: `${aCase}.unnamed`, value: false, says: "must be true" },
    { path: `${aCase}.earlierAttempts[0].outcome`, value: ["passed"], says: "must be one of passed, failed, error" },
  ])("says of $path that it $says when it is $value", ({ path, value, says }) => {
    expect(() => parseDocument(resultsSchema, replaced(path, value))).toThrow(`${path} ${says}`);
  });
});
