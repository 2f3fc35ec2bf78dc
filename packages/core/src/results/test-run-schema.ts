import * as v from "valibot";
import { list, matching, number, object, oneOf, type Schema, text, variant } from "./schema.ts";
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
} from "./test-run.ts";

export const link: Schema<Link> = object({ label: text, href: text });
const notADuration = `must be from 0 to ${longestDuration}`;
const duration = v.nullish(v.pipe(number, v.minValue(0, notADuration), v.maxValue(longestDuration, notADuration)));
/** One object for all outcomes: a variant for each takes a third longer to read. */
const result = {
  outcome: oneOf(["passed", "failed", "error", "skipped"]),
  message: v.nullish(text),
  durationMs: duration,
  links: v.nullish(list(link), () => []),
};
/** The checks below, for the published schema. */
const outcomeIs = (...outcomes: readonly Outcome[]) => ({ outcome: { enum: outcomes } });
const didNotPass = {
  required: ["message"],
  properties: { ...outcomeIs("failed", "error"), message: { type: "string" } },
};
export const attempt: Schema<Attempt> = v.pipe(
  object(result),
  v.check((said) => hasItsMessage(said), "must have a message that is text, because it did not pass"),
  v.metadata({ oneOf: [{ properties: outcomeIs("passed", "skipped") }, didNotPass] }),
  v.transform(withResult),
);
export const quarantine: Schema<Quarantine> = object({ reason: text, until: matching(/^\d{4}-\d\d-\d\d$/) });
export const testCase: Schema<TestCase> = v.pipe(
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
export const conclusion: Schema<Conclusion> = variant("kind", [
  object({ kind: oneOf(["passed", "unstated"]) }),
  object({ kind: oneOf(["failed"]), message: v.nullish(text) }),
  object({ kind: oneOf(["cut-short"]), message: text }),
]);
export const suite: Schema<TestSuite> = object({
  name: text,
  ofDevices: v.nullish(v.literal(true, "must be true or left out")),
  cases: list(testCase),
});

/** The results of one run, from a file or from a provider. */
export const testRun: Schema<TestRun> = object({
  suites: list(suite),
  conclusion,
  warnings: list(text),
  quarantineWarnings: v.nullish(list(text)),
  durationMs: duration,
});

interface CaseOutcome {
  outcome: Outcome;
  message?: string;
  quarantine?: Quarantine;
}

function hasItsMessage({ outcome, message }: CaseOutcome): boolean {
  return message !== undefined || outcome === "passed" || outcome === "skipped";
}

function mayBeForgiven({ outcome, quarantine: given }: CaseOutcome): boolean {
  return given === undefined || outcome === "failed" || outcome === "error";
}

/** A pass has no message; `hasItsMessage` has seen to the others. */
function withResult<T extends CaseOutcome>(said: T): T & CaseResult {
  if (said.outcome === "passed") delete said.message;
  return said as T & CaseResult;
}
