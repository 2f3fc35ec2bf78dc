import type { RunHandle } from "../provider/provider.ts";
import { ProviderError, type RemotestError, UsageError } from "../errors.ts";
import { verdictOf, type Verdict } from "../gate/verdict.ts";
import { longestThatFits, shortCase } from "./message-budget.ts";
import type { Report, RunReport } from "./report.ts";
import type { Reporter } from "./reporter.ts";
import { type Attempt, isDuration, type TestCase, type TestRun, type TestSuite } from "../results/test-run.ts";

/**
 * `results.json`: the whole report as data, for `remotest merge` and for programs that need everything. It is read
 * back by `readReportDocument`.
 */
export const resultsReporter: Reporter = {
  file: "results.json",
  render: parts,
};

/**
 * The messages in `results.json` have at most this many UTF-16 code units together. In JSON one may take 6 bytes, so that
 * the file stays small enough to be read again: see `largestResults`.
 */
const mostMessages = 64 * 2 ** 20;

/** In bytes: no `results.json` that the command wrote is larger, and it fits into one text of Node. */
export const largestResults: number = 500 * 2 ** 20;

/** The whole text of `results.json`. */
export function resultsText(report: Report): string {
  return [...resultsReporter.render(report)].join("");
}

/** The text in parts, one for each test case: together they may be longer than the longest text. */
function* parts(report: Report): Generator<string> {
  const { runs, ...rest } = report;
  const longest = longestThatFits(report, mostMessages) ?? Number.POSITIVE_INFINITY;
  yield* between(
    JSON.stringify(reportDocument({ ...rest, runs: [] })),
    '"runs":[]',
    runs.map((run) => runParts(run, longest)),
  );
  yield "\n";
}

function* runParts(run: RunReport, longest: number): Generator<string> {
  if (run.end.kind !== "results") return yield JSON.stringify(runDocument(run));
  const { testRun } = run.end;
  const empty = runDocument({ ...run, end: { kind: "results", testRun: { ...testRun, suites: [] } } });
  yield* between(
    JSON.stringify(empty),
    '"suites":[]',
    testRun.suites.map((suite) => suiteParts(suite, longest)),
  );
}

function* suiteParts(suite: TestSuite, longest: number): Generator<string> {
  yield* between(
    JSON.stringify(suiteDocument({ ...suite, cases: [] })),
    '"cases":[]',
    suite.cases.map((testCase) => caseParts(testCase, longest)),
  );
}

/** In UTF-16 code units. Small texts are gone from memory once they are written; large ones stay for long. */
const largeText = 16 * 1024;

function* caseParts(whole: TestCase, longest: number): Generator<string> {
  const testCase = shortCase(whole, longest);
  if (!hasLargeMessage(testCase) && !testCase.earlierAttempts.some(hasLargeMessage))
    return yield JSON.stringify(caseDocument(testCase));
  const attempts = [testCase, ...testCase.earlierAttempts];
  const messages = attempts.flatMap((each) => ("message" in each && each.message !== undefined ? [each.message] : []));
  const without = { ...withoutMessage(testCase), earlierAttempts: testCase.earlierAttempts.map(withoutMessage) };
  const [first = "", ...more] = JSON.stringify(caseDocument(without)).split('"message":""');
  yield first;
  for (const [index, message] of messages.entries()) {
    yield '"message":"';
    // A pair of surrogates that is cut in two becomes two escapes, which are read as one character again.
    for (let at = 0; at < message.length; at += largeText)
      yield JSON.stringify(message.slice(at, at + largeText)).slice(1, -1);
    yield `"${more[index] ?? ""}`;
  }
}

function hasLargeMessage(attempt: Attempt): boolean {
  return "message" in attempt && attempt.message !== undefined && attempt.message.length > largeText;
}

function withoutMessage<Any extends Attempt>(attempt: Any): Any {
  return "message" in attempt && attempt.message !== undefined ? { ...attempt, message: "" } : attempt;
}

/** Fills an empty list of a document. In JSON, a text cannot contain its name with these quotation marks. */
function* between(json: string, list: string, items: readonly Iterable<string>[]): Generator<string> {
  const at = json.indexOf(list) + list.length - 1;
  yield json.slice(0, at);
  for (const [index, item] of items.entries()) {
    if (index > 0) yield ",";
    yield* item;
  }
  yield json.slice(at);
}

/**
 * Returns the report as plain data with stable names; a new name is not a new version. Times are ISO 8601 in UTC,
 * durations milliseconds. The directory and the history are left out: they belong to this place and this day.
 *
 * @example JSON.stringify(reportDocument(report))
 */
export function reportDocument({
  runs,
  verdict,
  exitCode,
  warnings,
  quarantineWarnings,
  commit,
  origin,
  plan,
  lacksShards,
}: Report): object {
  return {
    version: 1,
    ...(commit !== undefined && { commit }),
    ...(origin && { origin }),
    ...(plan && { plan }),
    ...(lacksShards === true && { lacksShards }),
    verdict: verdictDocument(verdict),
    exitCode,
    warnings,
    ...(quarantineWarnings?.length && { quarantineWarnings }),
    runs: runs.map(runDocument),
  };
}

/** Leaves out everything that the command or a provider adds to a handle for itself. */
function handleDocument({ ref, name, url }: RunHandle): object {
  return { ref, ...(name !== undefined && { name }), ...(url !== undefined && { url }) };
}

/** One run of the document. */
export function runDocument({
  provider,
  name,
  distinction,
  label,
  position,
  blocking,
  commit,
  gate,
  handle,
  mayHaveStarted,
  startedAt,
  endedAt,
  end,
  verdict,
  attachments,
}: RunReport): object {
  return {
    provider,
    name,
    ...(distinction !== undefined && { distinction }),
    ...(label !== undefined && { label }),
    ...(position !== undefined && { position }),
    ...(blocking === false && { blocking }),
    ...(commit !== undefined && { commit }),
    ...(gate && { gate }),
    handle: handle ? handleDocument(handle) : null,
    ...(mayHaveStarted && { mayHaveStarted }),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    verdict: verdictDocument(verdict),
    ...(end.kind === "results" ? { results: resultsDocument(end.testRun) } : { error: errorDocument(end.error) }),
    attachments: attachments.map(({ title, file, testCase }) => ({ title, file, ...(testCase && { testCase }) })),
  };
}

function verdictDocument(verdict: Verdict): object {
  const { kind, reason } = verdict;
  return verdict.kind === "passed" ? { kind, reason, forgiven: verdict.forgiven } : { kind, reason };
}

function errorDocument(error: RemotestError): object {
  const { kind } = verdictOf(error);
  return {
    kind: error instanceof UsageError ? "usage" : kind,
    code: error.code,
    message: error.message,
    next: error.next,
    ...(error instanceof ProviderError && { serviceCode: error.serviceCode, reason: error.reason }),
    ...("signal" in error && { signal: error.signal }),
    ...(error instanceof UsageError && { problems: error.problems }),
  };
}

function suiteDocument({ name, ofDevices, cases }: TestSuite): object {
  return { name, ...(ofDevices && { ofDevices }), cases: cases.map(caseDocument) };
}

function resultsDocument({ suites, conclusion, warnings, quarantineWarnings, durationMs }: TestRun): object {
  return {
    suites: suites.map(suiteDocument),
    conclusion,
    warnings,
    ...(quarantineWarnings?.length && { quarantineWarnings }),
    ...(isDuration(durationMs) && { durationMs }),
  };
}

/** There is one for each test case: JSON leaves out what is undefined, which is faster than to leave it out here. */
function caseDocument(testCase: TestCase): object {
  const { name, earlierAttempts, unnamed, quarantine } = testCase;
  const { outcome, message, durationMs, links } = attemptDocument(testCase);
  const earlier = earlierAttempts.length > 0 ? earlierAttempts.map(attemptDocument) : undefined;
  return { name, outcome, message, durationMs, links, earlierAttempts: earlier, unnamed, quarantine };
}

function attemptDocument(attempt: Attempt): Record<"outcome" | "message" | "durationMs" | "links", unknown> {
  const { outcome, durationMs, links } = attempt;
  return {
    outcome,
    message: "message" in attempt ? attempt.message : undefined,
    // A provider that divides by zero must not cause a file that cannot be read.
    durationMs: isDuration(durationMs) ? durationMs : undefined,
    links: links.length > 0 ? links.map(({ label, href }) => ({ label, href })) : undefined,
  };
}
