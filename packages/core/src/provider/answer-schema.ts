import * as v from "valibot";
import type { Problem } from "../inputs/problem.ts";
import type { InputNames, Wording } from "../inputs/wording.ts";
import type { ProviderFile } from "../results/provider-file.ts";
import { count, list, object, oneOf, type Schema, text, variant } from "../results/schema.ts";
import type { TestRun } from "../results/test-run.ts";
import { testRun } from "../results/test-run-schema.ts";
import type { AccountAnswer, CancelAnswer, Progress, RunHandle, RunResults, RunState } from "./provider.ts";

const progress: Schema<Progress> = object({
  total: v.nullish(count),
  passed: v.nullish(count),
  failed: v.nullish(count),
  errors: v.nullish(count),
  skipped: v.nullish(count),
  running: v.nullish(count),
  waiting: v.nullish(count),
  cases: v.nullish(
    list(object({ name: text, state: oneOf(["waiting", "running", "passed", "failed", "error", "skipped"]) })),
  ),
});

/** The answer of `poll`. */
export const runState: Schema<RunState> = variant("status", [
  object({ status: oneOf(["queued", "running", "finished"]), progress }),
  object({
    status: oneOf(["unrecognised"]),
    says: text,
    notPassed: v.nullish(v.boolean("must be true or false")),
    progress,
  }),
]);

/** A name without a folder. A `.framed.html` is our own: the copy of a page that the report shows. */
const fileName = v.pipe(
  text,
  v.regex(
    // oxlint-disable-next-line no-control-regex -- a file name must not contain them
    /^(?!\.)(?!.*\.framed\.html?$)[^/\\:\u0000-\u001f]{1,180}$/iu,
    "must be a plain file name, without a folder, that does not end in .framed.html",
  ),
);

/** The files that a provider keeps of the service's answers. */
export const providerFiles: Schema<readonly ProviderFile[]> = list(
  object({
    name: fileName,
    title: text,
    content: v.union([v.string(), v.instance(Uint8Array)], "must be text or bytes"),
    testCase: v.optional(object({ suite: text, name: text })),
  }),
);

/** The answer of `results`. */
export const runResults: Schema<RunResults> = object({
  testRun: v.pipe(
    testRun,
    v.check(isUnforgiven, "must contain no quarantine: only the user's file forgives a failure"),
  ),
  files: v.nullish(providerFiles, () => []),
});

/** A provider that could forgive failures would decide on the verdict. */
function isUnforgiven({ suites, quarantineWarnings }: TestRun): boolean {
  return !quarantineWarnings && suites.every(({ cases }) => cases.every(({ quarantine }) => !quarantine));
}

/** A text, or a function that makes one; what it returns is made a text, because nothing else has checked it. */
const wording: Schema<Wording> = v.union(
  [
    text,
    v.pipe(
      v.custom<(names: InputNames) => unknown>((value) => typeof value === "function", "must be text"),
      v.transform((made) => (names: InputNames) => String(made(names))),
    ),
  ],
  "must be text",
);

/** The answer of `check`. */
export const problems: Schema<readonly Problem[]> = list(
  object({
    message: wording,
    suggestion: v.nullish(wording),
    about: v.nullish(list(text)),
    missing: v.nullish(v.literal(true, "must be true")),
  }),
);

/** The answer of `checkAccount`. */
export const accountAnswer: Schema<AccountAnswer> = variant("account", [
  object({ account: oneOf(["accepted"]) }),
  object({ account: oneOf(["unclear"]), says: text }),
]);

/** The answer of `cancel`. */
export const cancelAnswer: Schema<CancelAnswer> = oneOf(["cancelled", "finished"]);

/** One word without control characters or invisible ones: it is printed, for people and for scripts. */
const printableWord = /^[^\s\p{C}]+$/u;

/** The answer of `start`, `rerun` and `parseReference` of a provider. */
export function runHandle(provider: string): Schema<RunHandle> {
  const reference = v.pipe(
    text,
    v.check(
      (ref) => ref.startsWith(`${provider}:`) && ref.length > provider.length + 1 && printableWord.test(ref),
      `must be one printable word that begins with "${provider}:"`,
    ),
  );
  return object({ ref: reference, name: v.nullish(text), url: v.nullish(text) });
}
