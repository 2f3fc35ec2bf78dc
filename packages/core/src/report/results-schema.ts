import * as v from "valibot";
import { kindsByWeight } from "../gate/verdict-kinds.ts";
import type { Problem } from "../inputs/input.ts";
import type { RunHandle } from "../provider/provider.ts";
import {
  type Attempt,
  type CaseResult,
  type Conclusion,
  type Link,
  longestDuration,
  type Outcome,
  type Quarantine,
  type TestCase,
  type TestRun,
  type TestSuite,
} from "../results/test-run.ts";
import type { CaseName } from "../results/provider-file.ts";
import type { Attachment, Origin } from "./report.ts";
import type { ErrorDocument, ResultsDocument, RunDocument, VerdictDocument } from "./results-document.ts";

type Schema<T> = v.GenericSchema<unknown, T>;

const text = v.string("must be text");
const number = v.number("must be a number");
const count = v.pipe(number, v.safeInteger("must be a count"), v.minValue(0, "must be a count"));
const time = v.pipe(
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/),
  v.check(isTime, "must be a time that exists"),
  v.metadata({ format: "date-time" }),
  v.transform((written) => new Date(written)),
);

const link: Schema<Link> = object({ label: text, href: text });
const notADuration = `must be from 0 to ${longestDuration}`;
/** One object for all outcomes: a variant for each takes a third longer to read. */
const result = {
  outcome: oneOf(["passed", "failed", "error", "skipped"]),
  message: v.nullish(text),
  durationMs: v.nullish(v.pipe(number, v.minValue(0, notADuration), v.maxValue(longestDuration, notADuration))),
  links: v.nullish(list(link), () => []),
};
/** The rules of the checks below, for the published schema. */
const outcomeIs = (...outcomes: readonly Outcome[]) => ({ outcome: { enum: outcomes } });
const didNotPass = {
  required: ["message"],
  properties: { ...outcomeIs("failed", "error"), message: { type: "string" } },
};
const attempt: Schema<Attempt> = v.pipe(
  object(result),
  v.check((said) => hasItsMessage(said), "must have a message that is text, because it did not pass"),
  v.metadata({ oneOf: [{ properties: outcomeIs("passed", "skipped") }, didNotPass] }),
  v.transform(withResult),
);
const quarantine: Schema<Quarantine> = object({ reason: text, until: matching(/^\d{4}-\d\d-\d\d$/) });
const testCase: Schema<TestCase> = v.pipe(
  object({
    ...result,
    name: text,
    earlierAttempts: v.nullish(list(attempt), () => []),
    unnamed: v.nullish(v.literal(true, "must be true or left out")),
    quarantine: v.nullish(quarantine),
  }),
  v.check((said) => hasItsMessage(said), "must have a message that is text, because it did not pass"),
  v.check((said) => mayBeForgiven(said), "must not be in quarantine: only a test that did not pass can be"),
  v.metadata({
    oneOf: [{ properties: { ...outcomeIs("passed", "skipped"), quarantine: { type: "null" } } }, didNotPass],
  }),
  v.transform(withResult),
);
const conclusion: Schema<Conclusion> = variant("kind", [
  object({ kind: oneOf(["passed", "unstated"]) }),
  object({ kind: oneOf(["failed"]), message: v.nullish(text) }),
  object({ kind: oneOf(["cut-short"]), message: text }),
]);
const suite: Schema<TestSuite> = object({ name: text, cases: list(testCase) });
const testRun: Schema<TestRun> = object({
  suites: list(suite),
  conclusion,
  warnings: list(text),
  quarantineWarnings: v.nullish(list(text)),
});

const words = { code: text, message: text, next: text };
const problem: Schema<Problem> = object({ message: text, suggestion: v.nullish(text) });
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
  file: matching(/^provider\/(?!\.)[^/\\:\u0000-\u001f]{1,200}$/u),
  testCase: v.nullish(caseName),
});
const run: Schema<RunDocument> = v.pipe(
  object({
    provider: matching(/^[a-z][a-z0-9-]{0,99}$/),
    name: text,
    distinction: v.nullish(text),
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
  startedBy: v.nullish(text),
});

const otherFile = "another version of Remotest wrote the file, or it is not a results.json";

/** `results.json`, version 1. */
export const resultsSchema: Schema<ResultsDocument> = object(
  {
    version: v.literal(1, `must be 1: ${otherFile}`),
    commit: v.nullish(matching(/^[0-9a-f]{7,64}$/)),
    origin: v.nullish(origin),
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
  error,
  problem,
  attachment,
  caseName,
  origin,
};

function matching(pattern: RegExp) {
  return v.pipe(text, v.regex(pattern, `must match ${String(pattern)}`));
}

function oneOf<const Choices extends readonly string[]>(choices: Choices) {
  return v.picklist(choices, mustBeOneOf(choices));
}

function mustBeOneOf(choices: readonly string[]): string {
  return `must be one of ${choices.join(", ")}`;
}

function list<const Item extends v.GenericSchema>(item: Item) {
  return v.array(item, "must be a list");
}

/** An object in which null means absent. */
function object<const Entries extends v.ObjectEntries>(entries: Entries, missing = "is missing") {
  const says = ({ path }: v.BaseIssue<unknown>): string => (path ? missing : "must be an object");
  return v.pipe(v.object(entries, says), v.transform(withoutNulls));
}

type WithoutNulls<T> = { -readonly [Key in keyof T]: Exclude<T[Key], null | undefined> };

/** Changes the object itself: it is the schema's own copy, and a report may have a hundred thousand. */
function withoutNulls<T extends object>(copy: T): WithoutNulls<T> {
  for (const key in copy) if (copy[key] === null) delete copy[key];
  return copy as WithoutNulls<T>;
}

/** An option of a variant, with the choices of its key. */
interface OptionOf<Key extends string> {
  readonly entries: Readonly<Record<Key, { readonly options: readonly string[] }>>;
}

function variant<const Key extends string, const Options extends v.VariantOptions<Key> & readonly OptionOf<Key>[]>(
  key: Key,
  options: Options,
) {
  const offered: readonly OptionOf<Key>[] = options;
  const choices = offered.flatMap(({ entries }) => entries[key].options);
  return v.variant(key, options, ({ path }) => (path ? mustBeOneOf(choices) : "must be an object"));
}

function isTime(written: string): boolean {
  const time = new Date(written);
  return !Number.isNaN(time.getTime()) && written.startsWith(time.toISOString().slice(0, 19));
}

interface ResultFields {
  outcome: Outcome;
  message?: string;
  quarantine?: Quarantine;
}

function hasItsMessage({ outcome, message }: ResultFields): boolean {
  return message !== undefined || outcome === "passed" || outcome === "skipped";
}

function mayBeForgiven({ outcome, quarantine }: ResultFields): boolean {
  return quarantine === undefined || outcome === "failed" || outcome === "error";
}

/** Removes the message of a pass; `hasItsMessage` has checked the others. */
function withResult<T extends ResultFields>(said: T): T & CaseResult {
  if (said.outcome === "passed") delete said.message;
  return said as T & CaseResult;
}
