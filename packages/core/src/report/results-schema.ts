import * as v from "valibot";
import { lastingGateSchema } from "../gate/lasting-gate-schema.ts";
import { kindsByWeight } from "../gate/verdict-kinds.ts";
import type { Problem } from "../inputs/problem.ts";
import type { RunHandle } from "../provider/provider.ts";
import { count, list, matching, object, oneOf, type Schema, text, variant } from "../results/schema.ts";
import { attempt, conclusion, link, quarantine, suite, testCase, testRun } from "../results/test-run-schema.ts";
import type { CaseName } from "../results/provider-file.ts";
import type { Attachment, Origin, ReportedPlan } from "./report.ts";
import type { ErrorDocument, ResultsDocument, RunDocument, VerdictDocument } from "./results-document.ts";

const time = v.pipe(
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/),
  v.check(isTime, "must be a time that exists"),
  v.metadata({ format: "date-time" }),
  v.transform((written) => new Date(written)),
);

const words = { code: text, message: text, next: text };
const problem: Schema<Problem<string>> = object({ message: text, suggestion: v.nullish(text) });
const error: Schema<ErrorDocument> = variant("kind", [
  object({ kind: oneOf(["provider-error"]), ...words, serviceCode: v.nullish(text), reason: v.nullish(text) }),
  object({ kind: oneOf(["timed-out", "unknown-start"]), ...words }),
  object({ kind: oneOf(["interrupted"]), ...words, signal: oneOf(["SIGINT", "SIGTERM"]) }),
  object({ kind: oneOf(["usage"]), ...words, problems: list(problem) }),
]);

const verdict: Schema<VerdictDocument> = variant("kind", [
  object({ kind: oneOf(["passed"]), reason: text, forgiven: count }),
  object({ kind: oneOf(kindsByWeight.filter((kind) => kind !== "passed")), reason: text }),
]);
const planVerdict = object({ kind: oneOf(kindsByWeight), reason: text, forgiven: v.nullish(count) });
const handle: Schema<RunHandle> = object({
  ref: matching(/^[a-z][a-z0-9-]{0,99}:[\s\S]+$/),
  name: v.nullish(text),
  url: v.nullish(text),
});
const caseName: Schema<CaseName> = object({ suite: text, name: text });
/** No path leads anywhere else: it is used to copy files. */
const attachment: Schema<Attachment> = object({
  title: text,
  // oxlint-disable-next-line no-control-regex -- our file names contain no control characters
  file: matching(/^provider\/(?!\.)(?!.*\.framed\.[Hh][Tt][Mm][Ll]?$)[^/\\:\u0000-\u001f]{1,200}$/u),
  testCase: v.nullish(caseName),
});
const commit = matching(/^[0-9a-f]{7,64}$/);
const run: Schema<RunDocument> = v.pipe(
  object({
    provider: matching(/^[a-z][a-z0-9-]{0,99}$/),
    name: text,
    distinction: v.nullish(text),
    label: v.nullish(text),
    position: v.nullish(count),
    blocking: v.nullish(v.literal(false, "must be false or left out")),
    commit: v.nullish(commit),
    gate: v.nullish(lastingGateSchema),
    handle: v.nullish(handle),
    mayHaveStarted: v.nullish(v.literal(true, "must be true or left out")),
    startedAt: time,
    endedAt: time,
    verdict,
    results: v.nullish(testRun),
    error: v.nullish(error),
    attachments: list(attachment),
  }),
  v.check(({ startedAt, endedAt }) => startedAt <= endedAt, "must not end before it starts"),
  // The reader checks this, because it makes one value from both.
  v.metadata({
    oneOf: [
      { required: ["results"], properties: { results: { type: "object" }, error: { type: "null" } } },
      { required: ["error"], properties: { error: { type: "object" }, results: { type: "null" } } },
    ],
  }),
);

const origin: Schema<Origin> = object({
  system: text,
  branch: v.nullish(text),
  build: v.nullish(text),
  buildUrl: v.nullish(text),
  repository: v.nullish(text),
  repositoryUrl: v.nullish(text),
  startedBy: v.nullish(text),
});

const shard = v.pipe(
  object({ number: v.pipe(count, v.minValue(1, "must be at least 1")), of: count }),
  v.check(({ number, of }) => number <= of, "must not be after the last shard"),
);
const plan: Schema<ReportedPlan> = object({
  hash: matching(/^[0-9a-f]{64}$/),
  runs: count,
  shard: v.nullish(shard),
  build: v.nullish(text),
});

const otherFile = "another version of Remotest wrote the file, or it is not a results.json";

/** `results.json`, version 1. */
export const resultsSchema: Schema<ResultsDocument> = object(
  {
    version: v.literal(1, `must be 1: ${otherFile}`),
    commit: v.nullish(commit),
    origin: v.nullish(origin),
    plan: v.nullish(plan),
    lacksShards: v.nullish(v.boolean("must be true or false")),
    verdict: planVerdict,
    exitCode: count,
    warnings: list(text),
    quarantineWarnings: v.nullish(list(text)),
    runs: list(run),
  },
  `is missing: ${otherFile}`,
);

/** The parts of the published schema of `results.json`, by name. */
export const resultsParts: Readonly<Record<string, v.GenericSchema>> = {
  planVerdict,
  run,
  handle,
  verdict,
  results: testRun,
  suite,
  testCase,
  attempt,
  link,
  quarantine,
  conclusion,
  gate: lastingGateSchema,
  error,
  problem,
  attachment,
  caseName,
  origin,
  plan,
  shard,
};

function isTime(written: string): boolean {
  const time = new Date(written);
  return !Number.isNaN(time.getTime()) && written.startsWith(time.toISOString().slice(0, 19));
}
