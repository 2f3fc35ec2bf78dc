import type { Counts, Outcome } from "@remotest/core";
import { type CaseKeys, caseKeys, type PastReport, type PastRun } from "@remotest/core/flow";
import { distinctionLine, nameLine } from "../cases/placed-case.ts";

/** The longest file that is read, in UTF-16 code units. A file of 50,000 test cases with messages takes a tenth of it. */
const longestReport = 128 * 1024 * 1024;
/** The latest time of a `Date`, in milliseconds since 1970. */
const latestTime = 8.64e15;

/**
 * Reads an earlier `ctrf-report.json` of ours or of another tool, for trends. The text may come from anyone: if it is not
 * CTRF, the result is undefined, never an error.
 *
 * `skipped`, `pending` and `other` are all `skipped` here. The `rawStatus` that we write shows an `error`. Only the last
 * name of a suite's path counts. Ours says in `extra` what distinguishes the run, and the name of the test case if it
 * differs from the name of the test.
 *
 * @param text the whole file
 * @example pastReport(await readFile("ctrf-report.json", "utf8"))?.outcomes.get('["Phones","Pixel 9",1]') // "failed"
 */
export function pastReport(text: string): PastReport | undefined {
  if (text.length > longestReport) return undefined;
  const document = object(parsed(text));
  const results = object(document?.["results"]);
  const times = timesOf(object(results?.["summary"]));
  const tests = results?.["tests"];
  if (document?.["reportFormat"] !== "CTRF" || !times || !Array.isArray(tests)) return undefined;
  const counts = { total: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, quarantined: 0 };
  const outcomes = new Map<string, Outcome | "flaky">();
  const key = caseKeys();
  for (const each of tests) {
    const test = pastTest(object(each), key);
    if (!test) return undefined;
    if (test === "a run") continue;
    outcomes.set(test.key, test.outcome);
    add(counts, test);
  }
  return { ...times, counts, outcomes, ...runsOf(object(results?.["extra"])) };
}

/** Only ours have them. What is not valid is left out: it is only about how long a run takes. */
function runsOf(extra: JsonObject | undefined): Pick<PastReport, "runs"> {
  const runs = extra?.["runs"];
  if (!Array.isArray(runs)) return {};
  return { runs: runs.flatMap((each) => pastRun(object(each))) };
}

function pastRun(run: JsonObject | undefined): readonly PastRun[] {
  const { provider, name, distinction, durationMs } = { ...run };
  if (typeof provider !== "string" || typeof name !== "string" || !isTime(durationMs)) return [];
  return [{ provider, name, ...(typeof distinction === "string" && { distinction }), durationMs }];
}

type JsonObject = Readonly<Record<string, unknown>>;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return undefined;
  }
}

function object(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null ? (value as JsonObject) : undefined;
}

function timesOf(summary: JsonObject | undefined): Pick<PastReport, "endedAt" | "durationMs"> | undefined {
  const [start, stop, duration] = [summary?.["start"], summary?.["stop"], summary?.["duration"]];
  if (!isTime(start) || !isTime(stop) || !(duration === undefined || isTime(duration))) return undefined;
  return { endedAt: new Date(stop), durationMs: duration ?? Math.max(0, stop - start) };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= latestTime;
}

interface PastTest {
  readonly key: string;
  readonly outcome: Outcome | "flaky";
  readonly quarantined: boolean;
}

/** Reads a test; "a run" if we wrote it for a whole run, undefined if it is not a test of CTRF. */
function pastTest(test: JsonObject | undefined, key: CaseKeys): PastTest | "a run" | undefined {
  const { name, status, rawStatus, flaky } = { ...test };
  const extra = object(test?.["extra"]);
  if (extra?.["standsFor"] === "run") return "a run";
  const suite = suiteName(test?.["suite"]);
  const outcome = outcomeOf(status, rawStatus, flaky === true);
  if (typeof name !== "string" || suite === undefined || !outcome) return undefined;
  const quarantined = (outcome === "failed" || outcome === "error") && object(extra?.["quarantine"]) !== undefined;
  const { distinction, caseName } = { ...extra };
  const place = typeof distinction === "string" ? distinctionLine({ distinction }) : "";
  const written = typeof caseName === "string" ? caseName : name;
  return { key: key(nameLine(suite), nameLine(written), place), outcome, quarantined };
}

/** Earlier versions of CTRF had a suite as one text; the present schema has its path. */
function suiteName(suite: unknown): string | undefined {
  if (suite === undefined) return "";
  const name: unknown = Array.isArray(suite) ? suite.at(-1) : suite;
  return typeof name === "string" ? name : undefined;
}

function outcomeOf(status: unknown, rawStatus: unknown, flaky: boolean): Outcome | "flaky" | undefined {
  switch (status) {
    case "passed":
      return flaky ? "flaky" : "passed";
    case "failed":
      return rawStatus === "error" ? "error" : "failed";
    case "skipped":
    case "pending":
    case "other":
      return "skipped";
    default:
      return undefined;
  }
}

const columns = { passed: "passed", flaky: "passed", failed: "failed", error: "errors", skipped: "skipped" } as const;

function add(counts: { -readonly [Column in keyof Counts]: number }, { outcome, quarantined }: PastTest): void {
  counts.total++;
  counts[columns[outcome]]++;
  if (outcome === "flaky") counts.flaky++;
  if (quarantined) counts.quarantined++;
}
